"""Leakage: whom we know to have lost, and who waits so long without a visit that nobody can know."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, literal_column, select

from core import clock
from core.access import Actor, Permission
from core.insight.asked import Asked
from core.insight.queries import conditions, sums
from core.settings import settings
from core.work import reading
from data.tables import milestone

DAYS = 90
"""After so many days without a visit nobody can know, unless somebody asks for another number."""
FEWEST, MOST = 7, 730
SENTENCE = (
    "Of the referrals received in the period: known to be lost are those closed without contact and those redirected "
    "out of our network; not known are those still open without an attended visit so many days after they were "
    "received. Younger ones without a visit are too recent to tell and in neither number."
)


@dataclass(frozen=True, slots=True)
class Leakage:
    """Of `received`: `lost` and `redirected` are known; `unknown` are open without a visit since `on` or longer, and
    `recent` are open without one but younger."""

    received: int
    lost: int
    redirected: int
    unknown: int
    recent: int
    on: date


def leakage(actor: Actor, asked: Asked, days: int = DAYS) -> Leakage:
    """Of the referrals received in the months asked for."""
    actor.must(Permission.INSIGHT_READ)
    m = milestone.c
    on = clock.now().astimezone(settings().time_zone).date() - timedelta(days=days)
    waiting = m.waiting_attended > literal_column("0"), m.received_on <= on
    told = sums(actor, asked)
    with reading() as db:
        unknown = db.execute(select(func.count()).where(*waiting, *conditions(actor, asked, milestone))).scalar_one()
    return Leakage(told.received, told.lost, told.redirected, unknown, told.waiting_attended - unknown, on)


def days_asked(text: str) -> int:
    """The number of days that an address asks for, else the usual one."""
    days = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    return days if FEWEST <= days <= MOST else DAYS
