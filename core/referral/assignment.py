"""Who gets a referral that nobody was named for: the line of its site and specialty chooses among those who are here.

Choosing is a reckoning over the site's people as one statement reads them; only whose turn it is gets written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, literal, select, update

from core import clock
from core.access import Actor, Permission, staff
from core.directory import site_zone
from core.people import present
from core.referral.current import Current
from core.referral.owner import POOL, give, may_own
from core.spoken import Spoken
from data.prepared import Prepared
from data.tables import account, account_site, assignment, clinician, referral


class How(Spoken):
    """The ways to choose an owner, and why it is this one."""

    ROUND_ROBIN = "round_robin", "next in turn"
    LEAST_LOADED = "least_loaded", "fewest open referrals"
    SPECIALIST = "specialist", "this is their specialty"
    NAMED = "named", "named for this"
    POOL = "pool", "waits in the pool"


COUNTED = (How.LEAST_LOADED, How.SPECIALIST)


@dataclass(frozen=True, slots=True)
class Line:
    """How one site chooses for one specialty; `people` are accounts in their order, none of them means all who may."""

    how: How
    people: tuple[int, ...] = ()
    last_id: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who works at the site, and whether they are there today."""

    id: int
    name: str
    here: bool
    stand_in_id: int | None = None
    open: int = 0
    specialist: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is to own it, None for the site's pool, and why; `how` is empty where a person chose."""

    owner_id: int | None
    name: str = ""
    how: str = ""
    why: str = ""


def choose(db: Connection, site_id: int, specialty: str) -> int | None:
    """The owner of something that has just arrived at a site; None is the site's pool."""
    choice = pick(db, site_id, specialty)
    return choice.owner_id if choice else None


def pick(db: Connection, site_id: int, specialty: str, but: int | None = None) -> Choice | None:
    """The same with its reason; None where the site has no line for it. `but` is somebody who is not to get it.

    The line is held until the transaction ends, so that of two that arrive at once each takes its own turn.
    """
    found = _LINE.one(db, place=site_id, special=specialty)
    if found is None:
        return None
    line = Line(How(found["how"]), tuple(found["people"]), found["last_id"])
    choice = next_owner(line, [one for one in people_at(db, site_id, specialty, line.how) if one.id != but])
    if line.how is How.ROUND_ROBIN and choice.owner_id:
        db.execute(update(assignment).where(assignment.c.id == found["id"]).values(last_id=choice.owner_id))
    return choice


_LINE = Prepared(
    select(*(assignment.c[name] for name in ("id", "how", "people", "last_id")))
    .where(assignment.c.site_id == bindparam("place"), assignment.c.specialty.in_(["", bindparam("special")]))
    .order_by(assignment.c.specialty.desc())
    .limit(1)
    .with_for_update()
)


def keep_owned(db: Connection, actor: Actor, now: Current) -> None:
    """What was closed and is open again stays with its owner if they still work there, else it is assigned anew."""
    if now.owner_id is None or may_own(db, now.site_id, now.owner_id):
        return
    chosen = pick(db, now.site_id, now.specialty) or Choice(None)
    why = ", ".join(part for part in ("its owner no longer works here", chosen.why) if part)
    give(db, actor, now.about, now.owner_id, chosen.owner_id, how=chosen.how, owner=chosen.name or POOL, why=why)


def next_owner(line: Line, team: Sequence[Candidate]) -> Choice:
    """Who is next among the people of a site; whoever is away is passed over, and stood in for if all of them are."""
    meant = _meant(line, team)
    here = [one for one in meant if one.here]
    if here:
        chosen = _CHOOSE[line.how](here, line, meant)
        return Choice(chosen.id, chosen.name, line.how, _why(line.how, chosen))
    by_id = {one.id: one for one in team if one.here}
    for absent in meant:
        if stand_in := by_id.get(absent.stand_in_id or 0):
            return Choice(stand_in.id, stand_in.name, line.how, f"stands in for {absent.name}")
    return Choice(None, how=line.how, why=How.POOL.label if line.how is How.POOL else "nobody it would go to is here")


def people_at(db: Connection, site_id: int, specialty: str, how: How) -> list[Candidate]:
    """Everybody who may own referrals at a site, as far as this way of choosing looks at them."""
    c = account.c
    today = clock.local(clock.now(), site_zone(db, site_id)).date()
    there = staff(Permission.REFERRAL_HANDLE, account_site.c.site_id == site_id)
    counted = _counted(site_id, specialty, how)
    wanted = select(c.id, c.name, present(today).label("here"), c.stand_in_id, *counted)
    return [_candidate(row) for row in db.execute(wanted.where(there).order_by(c.name, c.id))]


def _candidate(row: Row[Any]) -> Candidate:
    return Candidate(row.id, row.name, bool(row.here), row.stand_in_id, row.open, bool(row.specialist))


def _counted(site_id: int, specialty: str, how: How) -> tuple[Any, Any]:
    """How much each has on their desk there, and whether it is their specialty; asked only of who chooses by it."""
    if how not in COUNTED:
        return literal(0).label("open"), literal(0).label("specialist")
    r, d = referral.c, clinician.c
    load = select(func.count()).where(r.owner_id == account.c.id, r.closed_at.is_(None), r.site_id == site_id)
    theirs = exists().where(
        d.account_id == account.c.id, d.site_id == site_id, d.specialty == specialty, d.left_on.is_(None)
    )
    return load.label("open"), theirs.label("specialist")


def _meant(line: Line, team: Sequence[Candidate]) -> list[Candidate]:
    """Those whom the line speaks of, in its order, as far as they still work there."""
    if line.how is How.POOL:
        return []
    if line.how is How.SPECIALIST:
        team = [one for one in team if one.specialist]
    by_id = {one.id: one for one in team}
    return [by_id[number] for number in line.people if number in by_id] if line.people else list(team)


def _in_turn(here: Sequence[Candidate], line: Line, meant: Sequence[Candidate]) -> Candidate:
    """The first who is here after whoever had the last one."""
    order = [one.id for one in meant]
    start = order.index(line.last_id) + 1 if line.last_id in order else 0
    return min(here, key=lambda one: (order.index(one.id) - start) % len(order))


def _freest(here: Sequence[Candidate], _line: Line, _meant: Sequence[Candidate]) -> Candidate:
    return min(here, key=lambda one: one.open)


def _first(here: Sequence[Candidate], _line: Line, _meant: Sequence[Candidate]) -> Candidate:
    return here[0]


_CHOOSE: Mapping[How, Callable[[Sequence[Candidate], Line, Sequence[Candidate]], Candidate]] = {
    How.ROUND_ROBIN: _in_turn,
    How.LEAST_LOADED: _freest,
    How.SPECIALIST: _freest,
    How.NAMED: _first,
}


def _why(how: How, chosen: Candidate) -> str:
    return f"{how.label}, {chosen.open}" if how is How.LEAST_LOADED else how.label
