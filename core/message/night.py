"""The night, when no patient is written to: from 21:00 until just before 08:00 on the site's clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import clock

EVENING = time(21)
MORNING = time(8)


def is_night(moment: datetime, zone: str) -> bool:
    """Half-open: 21:00 is night, 08:00 is day."""
    there = clock.local(moment, zone).time()
    return there >= EVENING or there < MORNING


def after_night(moment: datetime, zone: str) -> datetime:
    """The moment itself by day, else 08:00 on the morning that ends its night."""
    there = clock.local(moment, zone)
    if not is_night(moment, zone):
        return moment
    day = there.date() + timedelta(days=1 if there.time() >= EVENING else 0)
    return datetime.combine(day, MORNING, ZoneInfo(zone))
