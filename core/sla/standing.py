"""Deadlines and opening hours as they stand: read once for each revision, whichever process made it."""

from typing import Any

from sqlalchemy import Connection, select

from core.directory import calendars
from core.sla.open_time import OpenTime
from core.sla.policy import Choice, Scope
from core.sla.stored import policies
from data.tables import setting

NAME = "timing"
"""The setting that names the revision: the database itself writes a new word when a deadline, or when a site is open,
is changed, by whatever means."""
REVISION: Any = select(setting.c.value).where(setting.c.name == NAME).scalar_subquery().label("timing")
"""A column to add to a statement; what it says is given to `timing_as_of`."""
MOST = 4
_known: dict[str, "Timing"] = {}


class Timing:
    """What clocks go by: deadlines, and when each site is open."""

    def __init__(self, db: Connection) -> None:
        self._policies = policies(db)
        self._hours = {site_id: OpenTime(found) for site_id, found in calendars(db).items()}

    def hours(self, site_id: int) -> OpenTime:
        """When a site is open."""
        return self._hours[site_id]

    def zone(self, site_id: int) -> str:
        """The IANA name of a site's time zone."""
        return self._hours[site_id].calendar.time_zone

    def choice(self, scope: Scope) -> Choice | None:
        """The deadline that wins."""
        return self._policies.choose(scope)


def timing_now(db: Connection) -> Timing:
    """As they are now, for those who have no statement to ask along with."""
    return timing_as_of(db, db.execute(select(REVISION)).scalar())


def timing_as_of(db: Connection, revision: str | None) -> Timing:
    """As they were at a revision that was read just now; nothing is asked of the database but for a new one.

    A revision that was rolled back never comes again, so that what was read meanwhile is never mistaken for another.
    """
    if not revision:
        return Timing(db)
    found = _known.get(revision)
    if found is None:
        found = Timing(db)
        if len(_known) >= MOST:
            _known.clear()
        _known[revision] = found
    return found
