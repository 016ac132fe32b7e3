"""Leakage: whom we know to have lost, and who waits so long without a visit that nobody can know."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Select, bindparam, func, literal_column, select

from core import clock
from core.access import Actor, Permission
from core.insight.asked import Asked
from core.insight.measures import Measure
from core.insight.queries import narrowed, summed
from core.months import first_day
from core.settings import settings
from core.work import reading
from data.prepared import prepared
from data.tables import milestone

DAYS = 90
"""After so many days without a visit nobody can know, unless somebody asks for another number."""
FEWEST, MOST = 7, 730
COUNTS = Measure.RECEIVED, Measure.LOST, Measure.REDIRECTED, Measure.WAITING_ATTENDED
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
    on = clock.now().astimezone(settings().time_zone).date() - timedelta(days=days)
    with reading() as db:
        told = dict(summed(db, actor, asked, (), COUNTS)).get((), (0,) * len(COUNTS))
        ((unknown,),) = _unknown(actor, asked).plain(db, on=on)
    received, lost, redirected, waiting = told
    return Leakage(received, lost, redirected, unknown, waiting - unknown, on)


@prepared
def _unknown(actor: Actor, asked: Asked) -> Select[Any]:
    """By days instead of months, which their own index has: without the values PostgreSQL takes that of the months."""
    m, on = milestone.c, bindparam("on", type_=Date())
    waiting = m.waiting_attended > literal_column("0"), m.received_on <= on
    received = m.received_on >= first_day(asked.since), m.received_on < first_day(asked.until)
    return select(func.count()).where(*waiting, *received, *narrowed(actor, asked, milestone))


def days_asked(text: str) -> int:
    """The number of days that an address asks for, else the usual one."""
    days = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    return days if FEWEST <= days <= MOST else DAYS
