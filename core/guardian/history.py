"""History as it stands in the database: events of referrals in the order in which they were told, piece by piece."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Connection, func, or_, select, type_coerce

from core.access import Actor
from core.audit import Kind
from core.clock import NEVER
from core.directory import calendar
from core.errors import NotAllowed
from core.guardian.case import FAR, Born, Told
from core.referral import Direction
from core.referral.run import Run as Clock
from core.sla import OpenTime, Policies, Policy, Scope, Unit, clock_of, policies
from core.work import reading
from data.tables import appointment, event, referral, site

PIECE = 50_000
"""Events that are read at once, so that nothing is held for long."""
MICRO = 1_000_000
KINDS = [kind.value for kind in Kind if kind.startswith("referral:")]


class Deadlines:
    """When deadlines break, as they are set now and in the opening hours of each site."""

    def __init__(self, set_now: Policies, hours: Mapping[int, OpenTime]) -> None:
        self.policies, self.hours = set_now, hours
        self.zones = {site_id: ZoneInfo(each.calendar.time_zone) for site_id, each in hours.items()}
        self.known: dict[tuple[int, int, date], float] = {}

    def due(self, born: Born, urgency: str, clock: Clock) -> float:
        """The moment, or FAR where none runs or it stands still."""
        outside = born.recipient if born.direction == Direction.OUTBOUND else born.referrer
        provider = None if born.direction == Direction.INTERNAL else outside
        choice = self.policies.choose(
            Scope(
                what=clock.what,
                direction=born.direction,
                urgency=urgency,
                specialty=born.specialty,
                provider_id=provider,
                site_id=born.site_id,
            )
        )
        return self._due(born.site_id, choice.policy, clock) if choice else FAR

    def _due(self, site_id: int, policy: Policy, clock: Clock) -> float:
        """Whatever began on one local day and never stood still ends with the same day, so it is reckoned once."""
        if len(clock.spans) > 1 or policy.unit is not Unit.DAYS:
            return self._reckoned(site_id, policy, clock)
        key = (site_id, policy.id, clock.spans[0].at.astimezone(self.zones[site_id]).date())
        if key not in self.known:
            self.known[key] = self._reckoned(site_id, policy, clock)
        return self.known[key]

    def _reckoned(self, site_id: int, policy: Policy, clock: Clock) -> float:
        due_at = clock_of(clock.spans, policy, self.hours[site_id]).due_at
        return FAR if due_at >= NEVER else due_at.timestamp()


def deadlines(db: Connection) -> Deadlines:
    """As they are set, with the hours of every site."""
    sites = db.execute(select(site.c.id)).scalars()
    return Deadlines(policies(db), {site_id: OpenTime(calendar(db, site_id)) for site_id in sites})


def born(db: Connection, since: datetime) -> dict[int, Born]:
    """The referrals that were received since then or are open still, by id."""
    c = referral.c
    whole = select(
        *(c.id, c.site_id, c.direction, c.specialty, c.source, _raw(c.received_at).label("received")),
        *(c.referrer_provider_id.label("referrer"), c.recipient_provider_id.label("recipient")),
    )
    rows = db.execute(whole.where(or_(c.received_at >= since, c.closed_at.is_(None)))).mappings()
    return {row["id"]: Born(**{**row, "received": row["received"] / MICRO}) for row in rows}


def told(actor: Actor, known: Mapping[int, Born]) -> Iterator[Told]:
    """What happened to these, in the order in which it was told; for machines, for it is of every site."""
    if not actor.internal:
        raise NotAllowed("The history of every site is read by the jobs process.")
    c = event.c
    with reading() as db:
        oldest = select(func.min(c.id)).where(c.subject == "referral", c.subject_id == min(known, default=0))
        first, last = db.execute(oldest).scalar_one(), db.execute(select(func.max(c.id))).scalar_one()
        visits = _visits(db)
    for start in range(first, last + 1, PIECE) if first else ():
        with reading() as db:
            rows = db.execute(_piece(start)).all()
        yield from (_told(row, visits) for row in rows if row[0] in known)


def _piece(first: int) -> Any:
    c = event.c
    wanted = select(c.subject_id, c.kind, _raw(c.occurred_at), c.facts)
    return wanted.where(c.id.between(first, first + PIECE - 1), c.subject == "referral", c.kind.in_(KINDS)).order_by(
        c.id
    )


def _visits(db: Connection) -> dict[int, float]:
    rows = db.execute(select(appointment.c.id, _raw(appointment.c.starts_at)))
    return {row[0]: row[1] / MICRO for row in rows}


def _told(row: Any, visits: Mapping[int, float]) -> Told:
    return Told(row[2] / MICRO, row[0], row[1], row[3], visits.get(row[3].get("appointment", 0)))


_raw = partial(type_coerce, type_=BigInteger())
"""A moment as it lies in the database, which saves a million conversions."""
