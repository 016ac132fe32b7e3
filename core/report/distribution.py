"""Distribution lists: who gets which report, when, and as an attachment or a link."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from core import clock, field
from core.access import Actor, Permission, Role, staff
from core.audit import About, Kind, record
from core.errors import Changed, Lacking, NotFound, Refusal
from core.message.letter import one_address
from core.report.building import may_see
from core.report.kinds import kinds
from core.report.period import Rhythm, When, latest
from core.report.scope import Place, Reach, Scope, place_of, within
from core.spoken import Spoken
from core.work import reading, work
from data.tables import account, account_site, distribution, distribution_person

MOST = 50
_LATEST = 24 * 60 - 1


class Way(Spoken):
    """How somebody wants it."""

    ATTACHMENT = "attachment", "As an attachment"
    LINK = "link", "As a link"


@dataclass(frozen=True, slots=True)
class Person:
    """One who gets it: a colleague by the account, or somebody outside by name and address."""

    way: Way = Way.ATTACHMENT
    account_id: int | None = None
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A list as it is to be."""

    kind: str
    scope: Scope
    people: tuple[Person, ...]
    weekday: int = 0
    minute: int = 8 * 60
    active: bool = True

    @property
    def when(self) -> When:
        """Its schedule."""
        return When(kinds()[self.kind].rhythm, self.weekday, self.minute)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it stands, with its names."""

    id: int
    draft: Draft
    place: Place
    reached_on: date
    version: int
    editable: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """A colleague who may be put on a list."""

    id: int
    name: str
    role: Role


def lists(actor: Actor) -> list[Listed]:
    """Those about the actor's sites, and about every site for who works at every one."""
    actor.must(Permission.INSIGHT_READ)
    c = distribution.c
    with reading() as db:
        rows = db.execute(select(distribution).where(within(actor, c.site_id)).order_by(c.kind, c.scope, c.id)).all()
        people = _people(db, [row.id for row in rows])
        return [_listed(db, actor, row, people[row.id]) for row in rows if row.kind in kinds()]


def readers(actor: Actor, code: str, scope: Scope) -> list[Reader]:
    """Colleagues who may see this report."""
    scope.must(actor, Permission.DISTRIBUTION_EDIT)
    with reading() as db:
        rows = db.execute(_readers(code, scope).order_by(account.c.name)).all()
    return [Reader(row.id, row.name, Role(row.role)) for row in rows]


def set_list(actor: Actor, draft: Draft, list_id: int | None = None, version: int = 0) -> int:
    """Make a list, or change one as it was read; what was due before that is never sent in arrears."""
    draft.scope.must(actor, Permission.DISTRIBUTION_EDIT)
    with work() as db:
        place = _checked(db, actor, draft)
        values = {"weekday": draft.weekday, "minute": draft.minute, "active": draft.active}
        today = clock.local(clock.now(), place.calendar.time_zone).date()
        if list_id is None:
            begun = _begun(draft, today)
            named: dict[str, Any] = {"kind": draft.kind, "scope": draft.scope.spelt, "site_id": draft.scope.site_id}
            named |= {"provider_id": draft.scope.provider_id, "reached_on": begun, "created_at": clock.now()}
            made = insert(distribution).values(**values, **named).returning(distribution.c.id)
            list_id = int(db.execute(made).scalar_one())
        else:
            before = _held(db, actor, list_id, version)
            if draft.active and (not before.active or before.weekday != draft.weekday):
                values["reached_on"] = max(before.reached_on, _begun(draft, today))
            db.execute(update(distribution).where(distribution.c.id == list_id).values(**values, version=version + 1))
        _keep_people(db, list_id, draft.people)
        _told(db, actor, Kind.DISTRIBUTION_SET, list_id, draft, place)
    return list_id


def drop_list(actor: Actor, list_id: int, version: int) -> None:
    """End a list; what it sent stays in the archive."""
    with work() as db:
        row = _held(db, actor, list_id, version)
        draft = _draft(row, _people(db, [list_id])[list_id])
        _told(db, actor, Kind.DISTRIBUTION_DROPPED, list_id, draft, place_of(db, draft.scope))
        db.execute(delete(distribution_person).where(distribution_person.c.distribution_id == list_id))
        db.execute(delete(distribution).where(distribution.c.id == list_id))


def in_words(draft: Draft, place: Place) -> str:
    """Practice month: Leeds Dental. First working day, 08:00, 3 people."""
    named = ", ".join(part for part in (place.practice, place.site) if part) or Reach.GROUP.label
    paused = "" if draft.active else ", paused"
    return f"{kinds()[draft.kind].label}: {named}. {draft.when.words}, {several(len(draft.people))}{paused}"


def several(people: int) -> str:
    """1 person, 3 people."""
    return "1 person" if people == 1 else f"{people} people"


def may_read(code: str, scope: Scope) -> Any:
    """The ids of accounts that may see a report, asked again whenever it leaves."""
    return _readers(code, scope).with_only_columns(account.c.id)


def _readers(code: str, scope: Scope) -> Any:
    places = account_site.c.site_id == scope.site_id
    needed = Permission.REFERRAL_READ if kinds()[code].records else Permission.INSIGHT_READ
    wanted = select(account.c.id, account.c.name, account.c.role).where(
        staff(needed, places), staff(Permission.INSIGHT_READ, places)
    )
    return wanted if scope.site_id else wanted.where(account.c.every_site)


def _begun(draft: Draft, today: date) -> date:
    """The newest period that counts as done when a list begins: the last whole one, or the week's day before."""
    newest = latest(draft.when, today)
    return newest if draft.when.rhythm is Rhythm.MONTH else min(newest, today - timedelta(days=1))


def _checked(db: Connection, actor: Actor, draft: Draft) -> Place:
    may_be_about = kinds().get(draft.kind)
    if may_be_about is None:
        raise Lacking({"kind": "Choose a kind of report."})
    wrong = {}
    if may_be_about.reach is Reach.SITE and not draft.scope.site_id:
        wrong["site"] = "Choose a site."
    if may_be_about.reach is Reach.PRACTICE and not draft.scope.provider_id:
        wrong["provider"] = "Choose the practice that it is about."
    if not 0 <= draft.minute <= _LATEST or not 0 <= draft.weekday <= 6:
        wrong["hour"] = "Choose an hour of the day."
    wrong |= _wrong_people(db, draft) if not wrong else {}
    if wrong:
        raise Lacking(wrong)
    if not may_be_about.records:
        may_see(actor, draft.kind, draft.scope)
    return place_of(db, draft.scope)


def _wrong_people(db: Connection, draft: Draft) -> dict[str, str]:
    if not draft.people:
        return {"people": "Put at least one person on the list."}
    if len(draft.people) > MOST:
        return {"people": f"A list holds {MOST} people at most."}
    colleagues = {one.account_id for one in draft.people if one.account_id}
    allowed = set(db.execute(may_read(draft.kind, draft.scope)).scalars())
    if colleagues - allowed:
        return {"people": "Somebody on the list may not see this report. Take them off it."}
    addresses = [one.address.casefold() for one in draft.people if not one.account_id]
    if len(set(addresses)) < len(addresses):
        return {"people": "Two people on the list have the same address."}
    for one in draft.people:
        if not one.account_id and (said := _wrong_address(one)):
            return {"people": said}
    return {}


def _wrong_address(one: Person) -> str:
    try:
        field.line(one.name, most=160, least=1, what="The name")
        one_address(one.address)
    except Refusal as refusal:
        return f"{one.name or one.address or 'Somebody outside'}: {refusal}"
    return ""


def _keep_people(db: Connection, list_id: int, people: Iterable[Person]) -> None:
    c = distribution_person.c
    db.execute(delete(distribution_person).where(c.distribution_id == list_id))
    rows = [
        {"distribution_id": list_id, "account_id": one.account_id, "name": one.name.strip(), "way": one.way,
         "address": "" if one.account_id else one_address(one.address)}
        for one in people
    ]  # fmt: skip
    db.execute(insert(distribution_person), rows)


def _held(db: Connection, actor: Actor, list_id: int, version: int) -> Row[Any]:
    """The list, held for this transaction, as it was read."""
    c = distribution.c
    found = select(distribution).where(c.id == list_id, within(actor, c.site_id)).with_for_update()
    row = db.execute(found).one_or_none()
    if row is None:
        raise NotFound("There is no such list at your sites.")
    Scope(row.site_id, row.provider_id).must(actor, Permission.DISTRIBUTION_EDIT)
    if row.version != version:
        raise Changed("Somebody else changed this list meanwhile. Look at it again before you change it.")
    return row


def _people(db: Connection, list_ids: list[int]) -> dict[int, tuple[Person, ...]]:
    c = distribution_person.c
    found: dict[int, list[Person]] = defaultdict(list)
    wanted = select(distribution_person).where(c.distribution_id.in_(list_ids)).order_by(c.id)
    for row in db.execute(wanted):
        found[row.distribution_id].append(Person(Way(row.way), row.account_id, row.name, row.address))
    return {list_id: tuple(found[list_id]) for list_id in list_ids}


def _draft(row: Row[Any], people: tuple[Person, ...]) -> Draft:
    scope = Scope(row.site_id, row.provider_id)
    return Draft(row.kind, scope, people, row.weekday, row.minute, row.active)


def _listed(db: Connection, actor: Actor, row: Row[Any], people: tuple[Person, ...]) -> Listed:
    draft = _draft(row, people)
    editable = actor.may(Permission.DISTRIBUTION_EDIT, at=row.site_id)
    return Listed(row.id, draft, place_of(db, draft.scope), row.reached_on, row.version, editable)


def _told(db: Connection, actor: Actor, kind: Kind, list_id: int, draft: Draft, place: Place) -> None:
    facts = {
        "kind": draft.kind, "scope": draft.scope.spelt, "active": draft.active,
        "people": [one.account_id or "outside" for one in draft.people],
    }  # fmt: skip
    about = About("distribution", list_id, draft.scope.site_id)
    record(db, actor, kind, about, facts, what=in_words(draft, place))
