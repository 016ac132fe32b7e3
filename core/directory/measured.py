"""How a provider has done for us in the last twelve months, counted from referrals: waits, visits kept, reports."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from core import clock
from core.access import Actor, Permission
from core.settings import settings
from core.work import reading
from data.tables import appointment, referral, report

WINDOW = timedelta(days=365)
FEWEST = 5
"""Below this many a median or a share says nothing yet."""
DAY = 86_400_000_000
NOT_ASKED = ("entered_in_error", "draft")
NOT_TAKEN = ("declined", "redirected", "cancelled")
Service = tuple[int, str]
"""A provider's id and a specialty."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Median days until something happened, over the n referrals in which it did."""

    median: float | None = None
    n: int = 0

    @property
    def days(self) -> int | None:
        """Whole days; none where too few say so."""
        return round(self.median) if self.median is not None and self.n >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of n."""

    part: int = 0
    n: int = 0

    @property
    def percent(self) -> int | None:
        """A whole percentage; none where too few say so."""
        return round(100 * self.part / self.n) if self.n >= FEWEST else None

    def __add__(self, other: "Share") -> "Share":
        """Both together."""
        return Share(self.part + other.part, self.n + other.n)


@dataclass(frozen=True, slots=True)
class Measured:
    """`booked` and `seen` count from the day of the referral to its first booking and its first attended visit."""

    sent: int = 0
    booked: Wait = field(default_factory=Wait)
    seen: Wait = field(default_factory=Wait)
    attendance: Share = field(default_factory=Share)
    reports: Share = field(default_factory=Share)
    declined: Share = field(default_factory=Share)


NOTHING = Measured()


def record_of(actor: Actor, provider_id: int) -> dict[str, Measured]:
    """By specialty, over the whole group: numbers about a provider, nothing about anybody who was referred."""
    actor.must(Permission.DIRECTORY_READ)
    with reading() as db:
        return {specialty: each for (_, specialty), each in measured(db, [provider_id]).items()}


def measured(db: Connection, provider_ids: Collection[int], specialty: str = "") -> dict[Service, Measured]:
    """By provider and specialty; those without a referral are left out."""
    each = _each(provider_ids, specialty, clock.now() - WINDOW)
    waits = _waits(db, each)
    found = {}
    for row in db.execute(_sums(each)):
        service = (row.provider, row.specialty)
        found[service] = Measured(
            row.sent,
            waits.get((*service, "booked"), Wait()),
            waits.get((*service, "seen"), Wait()),
            Share(row.attended, row.attended + row.missed),
            Share(row.reported, row.visited),
            Share(row.declined, row.decided),
        )
    return found


def taken_this_month(db: Connection, provider_ids: Collection[int], specialty: str) -> Mapping[tuple[int, str], int]:
    """How many of ours each has been sent in this calendar month, by provider and funding."""
    c = referral.c
    wanted = (
        select(c.recipient_provider_id, c.funding, func.count())
        .where(*_sent_to(provider_ids, specialty, _first_of_month()), c.stage.not_in(NOT_TAKEN))
        .group_by(c.recipient_provider_id, c.funding)
    )
    return {(provider_id, funding): count for provider_id, funding, count in db.execute(wanted)}


def _first_of_month() -> datetime:
    local = clock.local(clock.now(), settings().time_zone.key)
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _sent_to(provider_ids: Collection[int], specialty: str, since: datetime) -> list[ColumnElement[bool]]:
    c = referral.c
    sent = [c.recipient_provider_id.in_(list(provider_ids)), c.received_at >= since, c.stage.not_in(NOT_ASKED)]
    return [*sent, c.specialty == specialty] if specialty else sent


def _each(provider_ids: Collection[int], specialty: str, since: datetime) -> Any:
    """One row for each referral: how long it took, and what became of it."""
    r, a = referral.c, appointment.c
    attended = a.state == "attended"
    final = exists().where(report.c.referral_id == r.id, report.c.kind == "final")
    return (
        select(
            r.recipient_provider_id.label("provider"),
            r.specialty,
            r.decision,
            _span(func.min(a.booked_at)).label("booked"),
            _span(func.min(case((attended, a.starts_at)))).label("seen"),
            func.count(case((attended, 1))).label("attended"),
            func.count(case((a.state == "missed", 1))).label("missed"),
            cast(final, Integer).label("reported"),
        )
        .select_from(referral.outerjoin(appointment, a.referral_id == r.id))
        .where(*_sent_to(provider_ids, specialty, since))
        .group_by(r.id)
        .cte("each_referral")
    )


def _span(moment: ColumnElement[Any]) -> ColumnElement[int]:
    return type_coerce(moment, BigInteger) - type_coerce(referral.c.received_at, BigInteger)


def _sums(each: Any) -> Select[Any]:
    c = each.c
    visited = (c.attended > 0) | (c.reported > 0)
    return select(
        c.provider,
        c.specialty,
        func.count().label("sent"),
        func.sum(c.attended).label("attended"),
        func.sum(c.missed).label("missed"),
        func.sum(c.reported).label("reported"),
        func.count(case((visited, 1))).label("visited"),
        func.count(case((c.decision == "declined", 1))).label("declined"),
        func.count(case((c.decision != "", 1))).label("decided"),
    ).group_by(c.provider, c.specialty)


def _waits(db: Connection, each: Any) -> dict[tuple[int, str, str], Wait]:
    """The median as the database finds it: the middle row, or the mean of the two in the middle."""
    c = each.c
    spans = union_all(
        *(
            select(c.provider, c.specialty, literal(what).label("what"), c[what].label("span")).where(
                c[what].is_not(None)
            )
            for what in ("booked", "seen")
        )
    ).subquery()
    s = spans.c
    same = [s.provider, s.specialty, s.what]
    place = func.row_number().over(partition_by=same, order_by=s.span).label("place")
    ranked = select(*same, s.span, place, func.count().over(partition_by=same).label("n")).subquery()
    k = ranked.c
    middle = (
        select(k.provider, k.specialty, k.what, func.avg(k.span).label("span"), func.max(k.n).label("n"))
        .where(2 * k.place >= k.n, 2 * k.place <= k.n + 2)
        .group_by(k.provider, k.specialty, k.what)
    )
    return {(row.provider, row.specialty, row.what): Wait(float(row.span) / DAY, row.n) for row in db.execute(middle)}
