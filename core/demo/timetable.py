"""When referrals arrive and where: the season, the week and the size of the sites give the odds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from core.demo.group import Group, Site
from core.referral import Direction, Source

WEEKDAY = (1.22, 1.1, 1.0, 1.02, 0.82, 0.12, 0.05)
MONTH = (1.06, 1.0, 1.04, 0.98, 1.0, 1.02, 0.96, 0.74, 1.1, 1.06, 1.06, 0.74)
GROWTH = 0.18
"""How much more arrives now than at the opening."""
QUIET = 0.25
"""What is left of it between the years."""
INBOUND_PER_OFFER = 11.5
OUTBOUND, INTERNAL = 30.0, 15.0
SOURCES = {
    Source.PROVIDER: 66, Source.NHS: 9, Source.WEBSITE: 8, Source.PATIENT: 6, Source.CAMPAIGN: 4, Source.PARTNER: 3,
    Source.SELF: 4,
}  # fmt: skip
ANY_HOUR = frozenset({Source.WEBSITE, Source.CAMPAIGN})


@dataclass(frozen=True, slots=True)
class Slot:
    """One referral to come: where, which way, how it reaches us, and the dice that decide everything else about it."""

    rng: Random
    site: Site
    direction: Direction
    source: Source
    received_at: datetime
    recorded_at: datetime


def timetable(rng: Random, count: int, group: Group, opening: datetime, now: datetime) -> list[Slot]:
    """All of them, in the order in which they are written down; none after now."""
    days = [opening.date() + timedelta(days=n) for n in range((now.date() - opening.date()).days + 1)]
    odds = [_odds(day, n / len(days)) for n, day in enumerate(days)]
    shares = {site: site.place.share for site in group.sites.values()}
    slots: list[Slot] = []
    for n in range(count):
        dice = Random(f"{rng.random()}:{n}")  # noqa: S311 - a game, not a secret
        site = dice.choices(list(shares), list(shares.values()))[0]
        slot = None
        while slot is None:
            slot = _slot(dice, site, dice.choices(days, odds)[0], opening, now)
        slots.append(slot)
    return sorted(slots, key=lambda slot: slot.recorded_at)


def _slot(dice: Random, site: Site, day: date, opening: datetime, now: datetime) -> Slot | None:
    """None when the day cannot be: the site is closed, or it has not come yet."""
    ways: Mapping[Direction, float] = {
        Direction.INBOUND: INBOUND_PER_OFFER * len(site.place.offers),
        Direction.OUTBOUND: OUTBOUND,
        Direction.INTERNAL: INTERNAL,
    }
    direction = dice.choices(list(ways), list(ways.values()))[0]
    source = (
        dice.choices(list(SOURCES), list(SOURCES.values()))[0] if direction is Direction.INBOUND else Source.PROVIDER
    )
    if source in ANY_HOUR:
        received = _at(day, 6) + timedelta(minutes=dice.triangular(0, 17 * 60, 13 * 60))
        recorded = site.hours.after(received, dice.uniform(0.01, 0.2))
    elif (moment := site.hours.within(dice, day, site.zone)) is not None:
        recorded, received = moment, moment
        if direction is Direction.INBOUND:
            received -= timedelta(minutes=dice.choice((5, 12, 30, 75, 150, 240, 1_080)))
    else:
        return None
    fits = opening < received and recorded <= now
    return Slot(dice, site, direction, source, received, recorded) if fits else None


def _odds(day: date, age: float) -> float:
    between = (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2)
    return WEEKDAY[day.weekday()] * MONTH[day.month - 1] * (1 + GROWTH * age) * (QUIET if between else 1.0)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)
