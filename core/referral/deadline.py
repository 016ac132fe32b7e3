"""When the next action on a referral is due."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from core import clock
from core.directory import calendar
from core.referral.stage import STAGES, Stage
from core.referral.words import Urgency
from core.sla import due

NINE = time(9)


@dataclass(frozen=True, slots=True)
class Due:
    """What a deadline is counted from; `until_on` is the day to which the referral is held."""

    stage: Stage
    urgency: Urgency
    since: datetime
    visit_at: datetime | None = None
    until_on: date | None = None


def moment(db: Connection, site_id: int, due: Due) -> datetime:
    """When it is due at the site."""
    if due.until_on:
        return review_at(db, site_id, due.until_on)
    return due_at(db, site_id, due.stage, due.urgency, due.since, due.visit_at)


def due_at(
    db: Connection,
    site_id: int,
    stage: Stage,
    urgency: Urgency,
    since: datetime,
    visit_at: datetime | None = None,
) -> datetime:
    """The moment the stage's deadline breaks, in the opening hours of the site; clock.NEVER where none runs."""
    what = STAGES[stage].deadline
    if not what:
        return clock.NEVER
    if what == "visit":
        return visit_at or since
    return due(what, urgency.value, since, calendar(db, site_id))


def review_at(db: Connection, site_id: int, until_on: date) -> datetime:
    """Nine in the morning of the day to which a referral is held, on the site's wall clock."""
    return datetime.combine(until_on, NINE, ZoneInfo(calendar(db, site_id).time_zone))
