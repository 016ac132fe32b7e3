"""Fourteen months of referrals, invented from dice and written into a ledger in the order in which they happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from core.access import Actor
from core.clock import NEVER
from core.demo import folk, way
from core.demo.arrivals import Arrival, arrive
from core.demo.course import OVER, Course, Move
from core.demo.crowd import Crowd
from core.demo.ends import DIED
from core.demo.folk import Body
from core.demo.group import Group
from core.demo.hours import Hours
from core.demo.scribe import Scribe, Written
from core.demo.timetable import timetable
from core.directory import Calendar
from core.referral import CLOSED
from core.referral.lifecycle import STEPS


@dataclass(frozen=True, slots=True)
class Life:
    """A referral with everything that has happened to it until now."""

    arrival: Arrival
    moves: tuple[Move, ...]

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed, if it is."""
        last = STEPS.get(self.moves[-1].step) if self.moves else None
        return self.moves[-1].at if last and last.target in CLOSED else None

    @property
    def ended_by_death(self) -> bool:
        """The patient died meanwhile."""
        return bool(self.moves) and self.moves[-1].given.reason == DIED


@dataclass(frozen=True, slots=True)
class Registration:
    """A patient becomes known without being referred yet."""

    at: datetime
    actor: Actor
    patient: int
    site_id: int


Act = Registration | Arrival | Move
NOBODY = -1
"""In place of a referral's number, for a patient who has none."""


@dataclass(frozen=True, slots=True)
class History:
    """The patients and what became of each referral."""

    folk: list[Body]
    lives: list[Life]
    registrations: list[Registration]

    def acts(self) -> Iterator[tuple[int, Act]]:
        """Everything that people did, in order, with the number of the referral it belongs to."""
        acts: list[tuple[int, Act]] = [(NOBODY, each) for each in self.registrations]
        for n, life in enumerate(self.lives):
            acts += [(n, life.arrival), *((n, move) for move in life.moves)]
        return iter(sorted(acts, key=lambda each: _order(each[1])))


def _order(act: Act) -> tuple[datetime, datetime]:
    """What is asked about at midnight is asked in the order of the visits."""
    visit_at = act.given.starts_at if isinstance(act, Move) and act.step == OVER else None
    return act.at, visit_at or act.at


def invent(
    group: Group,
    seed: int,
    opening: datetime,
    now: datetime,
    referrals: int,
    patients: int,
    ahead: timedelta = timedelta(),
) -> History:
    """The same for the same arguments; nobody arrives after now, and each life goes on for as long as `ahead` says."""
    rng = Random(seed)  # noqa: S311 - a game, not a secret
    bodies = folk.invent(rng, patients, now.date())
    crowd, taken, lives = Crowd(bodies), set[tuple[int, datetime]](), list[Life]()
    elsewhere = _elsewhere(group, opening, now)
    for slot in timetable(rng, referrals, group, opening, now):
        arrival = arrive(slot, group, crowd, now)
        course = Course(arrival, elsewhere, taken, group.around(arrival.wish.site))
        life = Life(arrival, tuple(move for move in way.run(course) if move.at <= now + ahead))
        crowd.busy(
            arrival.patient, arrival.wish.discipline.specialty, life.closed_at or NEVER, died=life.ended_by_death
        )
        lives.append(life)
    return History(bodies, lives, list(_others(rng, group, crowd, lives)))


def write(history: History, scribe: Scribe) -> list[Written]:
    """All of it into the scribe's ledger, one act after the other."""
    written: list[Written] = []
    for n, act in history.acts():
        if isinstance(act, Registration):
            scribe.register(act.at, act.actor, act.patient, history.folk[act.patient], act.site_id)
        elif isinstance(act, Arrival):
            written.append(scribe.create(act, history.folk[act.patient]))
        else:
            scribe.take(written[n], act)
    return written


def _elsewhere(group: Group, opening: datetime, now: datetime) -> Hours:
    """The opening hours of everybody outside: office hours and the first site's holidays."""
    site = next(iter(group.sites.values()))
    return Hours(Calendar(site.zone, holidays=frozenset(site.place.holidays)), opening.date(), horizon(now))


def _others(rng: Random, group: Group, crowd: Crowd, lives: list[Life]) -> Iterator[Registration]:
    """Patients who were registered and never referred."""
    for patient, chosen in enumerate(crowd.chosen):
        if not chosen:
            site = group.sites[crowd.folk[patient].home]
            at = site.hours.after(rng.choice(lives[: len(lives) // 2 + 1]).arrival.at, 0.05)
            yield Registration(at, site.one_of(rng, front_desk=1), patient, site.id)


def horizon(now: datetime) -> date:
    """How far ahead the calendars of the demo reach: further than any course."""
    return now.date() + timedelta(days=1_000)
