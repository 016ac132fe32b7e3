"""How each site chooses owners: the lines a manager reads and sets, each with who would get the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.audit import About, Kind, record
from core.directory import Specialty, site_name
from core.errors import Changed, Lacking, NotFound
from core.referral.assignment import Candidate, Choice, How, Line, next_owner, people_at
from core.work import reading, work
from data.tables import assignment, site

ANY = "Everything else"
SAID = {
    How.ROUND_ROBIN: "in turn between",
    How.LEAST_LOADED: "whoever has fewest open, of",
    How.NAMED: "always",
    How.POOL: "the pool",
    How.SPECIALIST: "the clinician whose specialty it is",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One line as it stands: its sentence, who of it has left, and who would get the next one."""

    id: int
    site_id: int
    site: str
    specialty: str
    how: How
    people: tuple[int, ...]
    sentence: str
    gone: int
    next: Choice
    changed_at: datetime

    @property
    def what(self) -> str:
        """Endodontics, or everything that has no line of its own."""
        return Specialty(self.specialty).label if self.specialty else ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """What a manager sets; no specialty means everything without a line of its own, no people all who may."""

    site_id: int
    specialty: str
    how: How
    people: tuple[int, ...] = ()

    def checked(self, team: Sequence[Candidate]) -> "NewLine":
        """With the people it can have, in their order; says what is missing."""
        if self.specialty and self.specialty not in set(Specialty):
            raise Lacking({"specialty": "Choose what the line is for."})
        if self.how in (How.POOL, How.SPECIALIST):
            return NewLine(site_id=self.site_id, specialty=self.specialty, how=self.how)
        if self.how is How.NAMED and len(self.people) != 1:
            raise Lacking({"people": "Choose the one person who always gets it."})
        if not set(self.people) <= {one.id for one in team}:
            raise Lacking({"people": "Choose people who work at this site."})
        return self


def lines(actor: Actor) -> list[Standing]:
    """Every line of the actor's sites, by site, what has a line of its own first."""
    actor.must(Permission.ASSIGNMENT_EDIT)
    c = assignment.c
    wanted = select(assignment, site.c.name.label("site")).join(site, site.c.id == c.site_id)
    with reading() as db:
        rows = db.execute(wanted.where(at_my_sites(actor, c.site_id)).order_by(site.c.name, c.specialty)).all()
        return sorted((_standing(db, row) for row in rows), key=lambda one: (one.site, not one.specialty, one.what))


def preview(actor: Actor, line: NewLine) -> Choice:
    """Who would get the next one if the line were set like this."""
    actor.must(Permission.ASSIGNMENT_EDIT, at=line.site_id)
    c = assignment.c
    wanted = select(c.last_id).where(c.site_id == line.site_id, c.specialty == line.specialty)
    with reading() as db:
        last = db.execute(wanted).scalar_one_or_none()
        return next_owner(Line(line.how, line.people, last), people_at(db, line.site_id, line.specialty, line.how))


def set_line(actor: Actor, line: NewLine, read_at: datetime | None = None) -> None:
    """Add a line, or change the one that was read as it stood at `read_at`."""
    actor.must(Permission.ASSIGNMENT_EDIT, at=line.site_id)
    with work() as db:
        team = people_at(db, line.site_id, line.specialty, line.how)
        line = line.checked(team)
        before = _as_read(db, line.site_id, line.specialty, read_at)
        values = {"how": line.how, "people": list(line.people), "changed_at": clock.now()}
        if before is None:
            db.execute(insert(assignment).values(site_id=line.site_id, specialty=line.specialty, **values))
        else:
            db.execute(update(assignment).where(assignment.c.id == before.id).values(**values))
        names = {one.id: one.name for one in team}
        _told(db, actor, line.site_id, line.specialty, sentence(line.how, line.people, names), before, values)


def drop_line(actor: Actor, site_id: int, specialty: str, read_at: datetime) -> None:
    """Take a line away: what it was for is assigned as everything else there is."""
    actor.must(Permission.ASSIGNMENT_EDIT, at=site_id)
    with work() as db:
        before = _as_read(db, site_id, specialty, read_at)
        if before is None:
            raise NotFound("This line is gone already.")
        db.execute(delete(assignment).where(assignment.c.id == before.id))
        _told(db, actor, site_id, specialty, "no line any more", before, {})


def sentence(how: How, people: Sequence[int], names: Mapping[int, str]) -> str:
    """In turn between Ana, Ben and Mia; those who left are not named."""
    if how in (How.POOL, How.SPECIALIST):
        return SAID[how]
    called = [names[number] for number in people if number in names]
    if people and not called:
        return "nobody who is still here"
    listed = " and ".join([", ".join(called[:-1]), called[-1]] if len(called) > 1 else called)
    return f"{SAID[how]} {listed or 'everybody there'}"


def _as_read(db: Connection, site_id: int, specialty: str, read_at: datetime | None) -> Any:
    """The line, held until the command is done, if it is still as it was read; None where there was none."""
    c = assignment.c
    found = db.execute(
        select(assignment).where(c.site_id == site_id, c.specialty == specialty).with_for_update()
    ).one_or_none()
    if (found.changed_at if found else None) != read_at:
        raise Changed("Somebody else set this line meanwhile. Look at it again before you change it.")
    return found


def _told(
    db: Connection, actor: Actor, site_id: int, specialty: str, said: str, before: Any, after: Mapping[str, Any]
) -> None:
    what = Specialty(specialty).label if specialty else ANY
    facts = {
        "specialty": specialty,
        "before": {"how": before.how, "people": before.people} if before else None,
        "after": {name: after[name] for name in ("how", "people") if name in after} or None,
    }
    told = f"{what} at {site_name(db, site_id)}: {said}"
    record(db, actor, Kind.ASSIGNMENT_SET, About("site", site_id, site_id), facts, how=told)


def _standing(db: Connection, row: Any) -> Standing:
    how, people = How(row.how), tuple(row.people)
    team = people_at(db, row.site_id, row.specialty, how)
    names = {one.id: one.name for one in team}
    return Standing(
        id=row.id,
        site_id=row.site_id,
        site=row.site,
        specialty=row.specialty,
        how=how,
        people=people,
        sentence=sentence(how, people, names),
        gone=sum(number not in names for number in people),
        next=next_owner(Line(how, people, row.last_id), team),
        changed_at=row.changed_at,
    )
