"""Custom fields as a manager edits them: added, worded differently, ended on a day, and never deleted."""

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core import clock, field
from core.access import Actor
from core.directory.specialties import known_specialty
from core.errors import Lacking, NotNow, Refusal
from core.work import work
from core.workflow.editing import as_read, changes, last, must_edit, placed, told
from core.workflow.model import Typed, Way
from data.tables import custom_field

MOST_CHOICES = 40
MOST = 40
"""As many as a form can ask before nobody fills it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewField:
    """What a manager says about a field; no sites means the whole group, no place the end of the list."""

    label: str
    kind: Typed = Typed.TEXT
    choices: tuple[str, ...] = ()
    help: str = ""
    direction: str = ""
    specialty: str = ""
    sites: tuple[int, ...] = ()
    needed: bool = False
    place: int = 0

    def checked(self) -> dict[str, Any]:
        """The columns to keep; Lacking with a sentence for each that is missing or wrong."""
        return field.gathered(
            label=lambda: field.line(self.label, most=80, least=1, what="The name of the field"),
            kind=lambda: Typed(self.kind),
            choices=self._choices,
            help=lambda: field.line(self.help, what="The help"),
            direction=lambda: Way(self.direction),
            specialty=lambda: known_specialty(self.specialty),
        ) | {"sites": sorted(self.sites), "needed": self.needed}

    def _choices(self) -> list[str]:
        if self.kind is not Typed.CHOICE:
            return []
        several = [field.line(each, most=80, what="A choice") for each in self.choices]
        several = list(dict.fromkeys(each for each in several if each))
        if not 2 <= len(several) <= MOST_CHOICES:
            raise Refusal(f"Give from 2 to {MOST_CHOICES} choices, each on a line of its own.")
        return several


def add_field(actor: Actor, new: NewField) -> int:
    """From now on referrals are asked for this; the id of the field."""
    must_edit(actor, new.sites)
    values = new.checked()
    with work() as db:
        _refuse(db, values)
        return _added(db, actor, values, new.place)


def change_field(actor: Actor, field_id: int, version: int, new: NewField) -> int:
    """Ask differently from now on. Other words, places and choices are the same field; another kind of answer is
    another field, and the old one ends, so that what was answered keeps its meaning. The id of the field that is."""
    must_edit(actor, new.sites)
    values = new.checked()
    with work() as db:
        row = _current(db, actor, field_id, version)
        _refuse(db, values, besides=field_id)
        if values["kind"] != row.kind:
            _write(db, actor, row, {"until_on": _today()}, f"“{row.label}” is no longer asked")
            return _added(db, actor, values, new.place or row.position)
        _write(db, actor, row, values, f"“{values['label']}” is asked differently", new.place)
        return field_id


def end_field(actor: Actor, field_id: int, version: int, until_on: date | None = None) -> None:
    """No longer ask for it, from today or a day to come; what was answered stays."""
    today = _today()
    if until_on and until_on < today:
        raise Lacking({"until_on": "What was asked in the past stays asked. Choose today or a later day."})
    with work() as db:
        row = _current(db, actor, field_id, version)
        on = until_on or today
        when = "" if on == today else f" from {clock.spoken_day(on)}"
        _write(db, actor, row, {"until_on": on}, f"“{row.label}” is no longer asked{when}")


def _added(db: Connection, actor: Actor, values: dict[str, Any], place: int) -> int:
    c = custom_field.c
    row = values | {"position": last(db, custom_field) + 1}
    field_id = int(db.execute(insert(custom_field).values(row).returning(c.id)).scalar_one())
    _place(db, field_id, place)
    told(db, actor, "field", field_id, values["sites"], f"“{values['label']}” is asked", before={}, after=values)
    return field_id


def _current(db: Connection, actor: Actor, field_id: int, version: int) -> Any:
    row = as_read(db, custom_field, field_id, version)
    must_edit(actor, row.sites)
    if row.until_on and row.until_on <= _today():
        raise NotNow(f"“{row.label}” has ended. Add a new field instead.")
    return row


def _write(db: Connection, actor: Actor, row: Any, values: dict[str, Any], what: str, place: int = 0) -> None:
    said = changes(row._asdict(), values | ({"position": place} if place else {}))
    if not said["after"]:
        raise NotNow("Nothing is different from what stands there already.")
    new = {name: value for name, value in said["after"].items() if name != "position"}
    db.execute(update(custom_field).where(custom_field.c.id == row.id).values(version=row.version + 1, **new))
    if "position" in said["after"]:
        _place(db, row.id, place)
    several = row.sites, values.get("sites", row.sites)
    told(db, actor, "field", row.id, set(chain(*several)) if all(several) else (), what, **said)


def _place(db: Connection, field_id: int, place: int) -> None:
    c = custom_field.c
    if place:
        ids = list(db.execute(select(c.id).where(c.until_on.is_(None)).order_by(c.position, c.id)).scalars())
        placed(db, custom_field, ids, field_id, place)


def _refuse(db: Connection, values: dict[str, Any], besides: int = 0) -> None:
    """Two fields of one name cannot be told apart; nor is a form of a hundred fields a form."""
    c = custom_field.c
    rows = db.execute(select(c.id, c.label).where(c.until_on.is_(None), c.id != besides)).all()
    if any(field.folded(row.label) == field.folded(values["label"]) for row in rows):
        raise Lacking({"label": f"A field is called “{values['label']}” already. Change that one, or choose a name."})
    if len(rows) >= MOST:
        raise NotNow(f"There are {MOST} fields already. End one that nobody needs first.")


def _today() -> date:
    return clock.now().date()
