"""Practices outside as we deal with them: what goes to and fro, what becomes of it, and whether they keep in touch."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import bindparam, select

from core import clock, months
from core.access import Actor, Permission
from core.directory import Standing
from core.errors import NotFound
from core.insight.asked import YEAR, Asked
from core.insight.engagement import FORTNIGHT, Engagement
from core.insight.metrics import LEAD_TIMES
from core.insight.queries import cells, told
from core.insight.recency import first_month, last_days, sent, usual_gaps
from core.insight.sums import NO_SUMS, Sums
from core.insight.told import Told
from core.referral.stage import Direction
from core.settings import settings
from core.work import reading
from data.prepared import Prepared
from data.tables import provider

NOTHING = Told()
OURSELVES = 0
"""Whom no practice outside sent, or where it stays with us."""
LISTED = ("booked",)
"""The wait that is told of each in a list; of one by itself it is all of them."""
OUTSIDE = (Direction.INBOUND, Direction.OUTBOUND)


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice outside, as the directory has it."""

    id: int
    name: str
    town: str
    phone: str
    closed_on: date | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Scored:
    """One practice: what it sent us and what we sent there in the period asked for, and how it keeps in touch."""

    practice: Practice
    inbound: Told
    outbound: Told
    engagement: Engagement


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Every practice there is something to tell of, by name; `inbound` is all that came to us, whoever sent it, and
    `outbound` all that we sent out."""

    rows: tuple[Scored, ...]
    inbound: Told
    outbound: Told


@dataclass(frozen=True, slots=True)
class Month:
    """What one practice sent us in a month, and what we sent there."""

    month: int
    inbound: Sums
    outbound: Sums


def scorecard(actor: Actor, asked: Asked) -> Scorecard:
    """What goes to and fro between the actor's sites and each practice outside, or the one that is asked for."""
    actor.must(Permission.INSIGHT_READ)
    waits = tuple(LEAD_TIMES) if asked.provider else LISTED
    found = told(actor, asked, ("provider", "direction"), waits)
    whole = told(actor, replace(asked, provider=None), ("direction",), waits)
    engaged = _engagements(actor, asked)
    ids = {*engaged, *(provider_id for provider_id, _ in found)} - {OURSELVES}
    rows = tuple(
        Scored(
            practice=one,
            inbound=found.get((one.id, Direction.INBOUND), NOTHING),
            outbound=found.get((one.id, Direction.OUTBOUND), NOTHING),
            engagement=engaged.get(one.id, Engagement(_today())),
        )
        for one in _practices(ids)
    )
    return Scorecard(rows, *(whole.get((way,), NOTHING) for way in OUTSIDE))


def scored(actor: Actor, asked: Asked, provider_id: int) -> tuple[Scored, Scorecard]:
    """One practice, also where there is nothing to tell of it, and what it is held against."""
    card = scorecard(actor, replace(asked, provider=provider_id))
    if card.rows:
        return card.rows[0], card
    practices = _practices({provider_id})
    if not practices:
        raise NotFound("There is no such practice in the directory.")
    return Scored(practices[0], NOTHING, NOTHING, Engagement(_today())), card


def both_ways(actor: Actor, asked: Asked, provider_id: int) -> list[Month]:
    """Each month of two years up to the end of the period asked for, as it went to and fro."""
    actor.must(Permission.INSIGHT_READ)
    years = replace(asked, since=months.moved(asked.until, -2 * YEAR), provider=provider_id, direction="")
    found = cells(actor, years, ("month", "direction"))
    inbound, outbound = OUTSIDE
    return [Month(one, found.get((one, inbound), NO_SUMS), found.get((one, outbound), NO_SUMS)) for one in years.months]


def _engagements(actor: Actor, asked: Asked) -> dict[int, Engagement]:
    """Of those that referred to us within two years: what they send, in whole months, and how they keep in touch.

    Usual gaps are learned of those who have been silent for a while, and of one that is looked at by itself.
    """
    today, sites = _today(), asked.sites
    year = Asked.read({}, today)
    with reading() as db:
        known = sent(db, actor, year, sites, asked.provider)
        last = last_days(db, actor, known, sites)
        silent = {each for each, on in last.items() if asked.provider or (today - on).days > FORTNIGHT}
        gaps = usual_gaps(db, actor, silent, sites, today)
        counted = (first_month(db, actor, sites) or year.since) <= year.before.since
    found = {each: Engagement(today, last.get(each), gaps.get(each), **counts) for each, counts in known.items()}
    return found if counted else {each: replace(kept, before=None) for each, kept in found.items()}


def _practices(ids: Collection[int]) -> list[Practice]:
    with reading() as db:
        rows = _NAMED.all(db, ids=sorted(ids))
    return [Practice(**{**row, "standing": Standing(row["standing"])}) for row in rows]


_LISTED = [provider.c[name] for name in ("id", "name", "town", "phone", "closed_on", "standing")]
_NAMED = Prepared(
    select(*_LISTED).where(provider.c.id.in_(bindparam("ids", expanding=True))).order_by(provider.c.name, provider.c.id)
)


def _today() -> date:
    return clock.now().astimezone(settings().time_zone).date()
