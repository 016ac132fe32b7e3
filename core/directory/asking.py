"""How it is said what a service asks for: set, changed by a successor, ended on a day, and never deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from core import clock, field
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.directory.requirements import Answering, Asked, FormField, current, of_service
from core.directory.specialties import known_specialty
from core.errors import Changed, Duplicate, NotAllowed, NotFound, Refusal
from core.paper import Paper
from core.work import work
from data.tables import provider, requirement, site

MOST_CHOICES = 12
_LABELS = {str(each): each.label for each in (*FormField, *Paper)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequirement:
    """What is to be asked for. A question is called by its words, so its `code` may be left out."""

    kind: Asked
    code: str = ""
    label: str = ""
    answer: Answering = Answering.TEXT
    choices: tuple[str, ...] = ()
    needed: bool = True
    specialty: str = ""
    position: int = 0

    def checked(self) -> dict[str, Any]:
        """The row to keep; Lacking with a sentence for each field that is missing or wrong."""
        values = field.gathered(
            kind=lambda: Asked(self.kind),
            code=lambda: self._code(),
            label=lambda: self._label(),
            answer=lambda: Answering(self.answer) if self.kind is Asked.QUESTION else Answering.TEXT,
            choices=lambda: self._choices(),
            specialty=lambda: known_specialty(self.specialty),
        )
        return values | {"needed": self.needed, "position": self.position}

    def _code(self) -> str:
        if self.kind is Asked.QUESTION:
            return self._called()
        if self.kind is Asked.FIELD and self.code not in set(FormField):
            raise Refusal("Choose a field of the form.")
        if self.kind is Asked.DOCUMENT and self.code not in set(Paper):
            raise Refusal("Choose a kind of document.")
        return self.code

    def _called(self) -> str:
        called = self.code or field.folded(self.label).replace(" ", "_")[:40]
        if self.label.strip() and not called:
            raise Refusal("Ask it in words.")
        return called

    def _label(self) -> str:
        is_question = self.kind is Asked.QUESTION
        known = _LABELS.get(self.code, "") if not is_question else ""
        return field.line(self.label or known, most=200, least=1 if is_question else 0, what="What is asked")

    def _choices(self) -> list[str]:
        if self.kind is not Asked.QUESTION or self.answer is not Answering.CHOICE:
            return []
        several = [field.line(each, most=80, what="A choice") for each in self.choices]
        several = list(dict.fromkeys(each for each in several if each))
        if not 2 <= len(several) <= MOST_CHOICES:
            raise Refusal(f"Give from 2 to {MOST_CHOICES} choices, each on a line of its own.")
        return several


def ask_for(actor: Actor, new: NewRequirement, *, provider_id: int | None = None, site_id: int | None = None) -> int:
    """From now on a practice or a site of ours asks for this; answers the id of the requirement."""
    _may(actor, site_id)
    values = new.checked()
    with work() as db:
        holder = _hold(db, provider_id, site_id)
        return _write(db, actor, values, holder)


def change_requirement(actor: Actor, requirement_id: int, new: NewRequirement) -> int:
    """Ask differently from now on: the old one ends, so that answers to it keep their words. The successor's id."""
    actor.must(Permission.DIRECTORY_READ)
    values = new.checked()
    with work() as db:
        before = _end(db, actor, requirement_id, clock.now().date())
        values["position"] = values["position"] or before["position"]
        return _write(db, actor, values, before)


def end_requirement(actor: Actor, requirement_id: int, until_on: date | None = None) -> None:
    """No longer ask for it, from today or from a day to come."""
    actor.must(Permission.DIRECTORY_READ)
    today = clock.now().date()
    if until_on and until_on < today:
        raise Refusal("What was asked in the past stays asked. Choose today or a later day.")
    with work() as db:
        holder = _end(db, actor, requirement_id, until_on or today)
        _told(db, actor, holder, requirement_id, f"{holder['label']} is no longer asked for")


def _write(db: Connection, actor: Actor, values: dict[str, Any], holder: Mapping[str, Any]) -> int:
    place = {"provider_id": holder.get("provider_id"), "site_id": holder.get("site_id")}
    c = requirement.c
    same = [c[name] == values[name] for name in ("specialty", "kind", "code")]
    if db.execute(select(c.id).where(of_service(**place), current(clock.now().date()), *same)).first():
        raise Duplicate(f"“{values['label']}” is asked for already. Change that one instead.")
    if not values["position"]:
        last = select(func.coalesce(func.max(c.position), 0)).where(of_service(**place))
        values |= {"position": db.execute(last).scalar_one() + 1}
    added = int(db.execute(insert(requirement).values(values | place).returning(c.id)).scalar_one())
    _told(db, actor, place, added, f"{values['label']} is {'needed' if values['needed'] else 'asked for'}")
    return added


def _end(db: Connection, actor: Actor, requirement_id: int, until_on: date) -> dict[str, Any]:
    """Whose it was, refused unless the actor may say so and it is still asked."""
    c = requirement.c
    wanted = (
        select(c.provider_id, c.site_id, c.label, c.position, c.until_on)
        .where(c.id == requirement_id)
        .with_for_update()
    )
    row = db.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("There is no such requirement.")
    _may(actor, row.site_id)
    if row.until_on and row.until_on <= clock.now().date():
        raise Changed("Somebody else has changed or ended this meanwhile. Look at what is asked for now.")
    db.execute(update(requirement).where(c.id == requirement_id).values(until_on=until_on))
    return dict(row._mapping)


def may_ask(actor: Actor, site_id: int | None = None) -> bool:
    """Whether this person says what services ask for, at this site when one is named."""
    return actor.may(Permission.DIRECTORY_PROPOSE, site_id) or actor.may(Permission.DIRECTORY_EDIT, site_id)


def _may(actor: Actor, site_id: int | None) -> None:
    if not may_ask(actor, site_id):
        raise NotAllowed("Coordinators and managers say what a service asks for, each at their own sites.")


def _hold(db: Connection, provider_id: int | None, site_id: int | None) -> dict[str, int | None]:
    """Keep the service from changing under this, refused where there is none."""
    if (provider_id is None) == (site_id is None):
        raise TypeError("A service is either a provider's or a site's.")
    table, key = (site, site_id) if provider_id is None else (provider, provider_id)
    if db.execute(select(table.c.id).where(table.c.id == key).with_for_update()).first() is None:
        raise NotFound("There is no such practice or site.")
    return {"provider_id": provider_id, "site_id": site_id}


def _told(db: Connection, actor: Actor, holder: Mapping[str, Any], requirement_id: int, what: str) -> None:
    site_id = holder["site_id"]
    about = About("provider", holder["provider_id"]) if site_id is None else About("site", site_id, site_id)
    record(db, actor, Kind.REQUIREMENT_SET, about, {"requirement": requirement_id}, what=what)
