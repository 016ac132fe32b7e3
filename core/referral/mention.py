"""Mentions in notes: @Ana or @Ana Costa reaches that colleague as a task, anything else stays what was written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select

from core import clock
from core.access import Actor, Permission, staff
from core.audit import About
from core.directory import site_zone
from core.people import back_on
from core.referral.current import Current
from core.task import Opening, day_end, open_task
from data.tables import account, account_site

KIND = "mention"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can be mentioned, whether at the site that works on the referral, and when they are back."""

    id: int
    name: str
    here: bool
    back_on: date | None = None


def mentioned(text: str, people: Iterable[Colleague]) -> dict[str, Colleague]:
    """Who is meant by which words. A name that two people bear, first or whole, means neither of them."""
    bearing: dict[str, set[Colleague]] = {}
    for one in people:
        for name in {one.name, one.name.split()[0]}:
            bearing.setdefault(name.casefold(), set()).add(one)
    if not bearing or "@" not in text:
        return {}
    names = "|".join(re.escape(name) for name in sorted(bearing, key=len, reverse=True))
    found = {}
    for match in re.finditer(rf"(?<![\w@])@({names})(?!\w)", text, re.IGNORECASE):
        meant = bearing.get(match[1].casefold(), set())
        if len(meant) == 1:
            found[match[0]] = next(iter(meant))
    return found


def colleagues(db: Connection, actor: Actor, now: Current) -> list[Colleague]:
    """Everybody else at the referral's sites who may read it."""
    c, today = account.c, clock.local(clock.now(), site_zone(db, now.site_id)).date()
    here = staff(Permission.REFERRAL_READ, account_site.c.site_id == now.site_id)
    there = staff(Permission.REFERRAL_READ, account_site.c.site_id == now.from_site_id)
    wanted = select(c.id, c.name, c.away_from_on, c.away_until_on, here.label("here")).where(or_(here, there))
    rows = db.execute(wanted.where(c.id != (actor.account_id or 0)).order_by(c.name))
    return [Colleague(r.id, r.name, bool(r.here), back_on(r.away_from_on, r.away_until_on, today)) for r in rows]


def reach(db: Connection, actor: Actor, now: Current, event_id: int, text: str, whom: Iterable[Colleague]) -> None:
    """A task for each of them, by the end of the day, or of the day they are back; done means seen."""
    for one in sorted(set(whom), key=lambda colleague: colleague.id):
        site_id = now.site_id if one.here or now.from_site_id is None else now.from_site_id
        asked = Opening(
            key=f"{KIND}:{event_id}:{one.id}",
            kind=KIND,
            title=f"{actor.name} mentions you: {text}",
            about=About("referral", now.id, site_id, now.patient_id),
            due_at=_due(site_zone(db, site_id), one),
            owner_id=one.id,
        )
        open_task(db, actor, asked)


def _due(zone: str, one: Colleague) -> datetime:
    noon = datetime.combine(one.back_on, time(12), ZoneInfo(zone)) if one.back_on else clock.now()
    return day_end(noon, zone)
