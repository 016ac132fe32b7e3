"""Visits: what is booked on a day at one's sites, what came of it, and months in numbers."""

from datetime import date, timedelta
from functools import partial

import streamlit as st

from core import clock, directory, referral
from core.access import Actor
from core.field import day as read_day
from core.referral.diary import Visit, Wanted
from core.settings import settings
from pages.parts.became import STATES
from pages.parts.calendar_file import calendar_file
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.month import Step, month_grid, steps
from pages.parts.own_calendar import own_calendar
from pages.parts.printing import print_button
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

COLUMNS = [
    Column("Time", place="corner"),
    Column("Patient", place="title"),
    Column("For"),
    Column("To prepare"),
    Column("Where"),
    Column("Visit", "badge", "foot"),
]
TODAY = clock.local(clock.now(), settings().time_zone.key).date()
FREE = Empty("No visit stands on this day. What is booked on a referral appears here by itself.")


def page(actor: Actor) -> None:
    """A day unless the address asks for a month."""
    sites = {str(site.id): site.name for site in directory.sites(actor)}
    fields = [
        Field("view", "View", choices={"": "Day", "month": "Month"}),
        Field("day", "Day", "day"),
        Field("site", "Site", choices={"": "Any site", **sites}),
        Field("clinician", "With", choices={"": "Anybody", **_clinicians(actor, sites)}),
    ]
    now = chosen(fields)
    on = read_day(now["day"]) if now["day"] else TODAY
    wanted = Wanted(site=int(now["site"] or 0) or None, clinician=int(now["clinician"] or 0) or None)
    (_month if now["view"] else _day)(actor, on, wanted, fields, now)


def _clinicians(actor: Actor, sites: dict[str, str]) -> dict[str, str]:
    found = {str(one.id): one.name for site in sites for one in directory.site_clinicians(actor, int(site))}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _day(actor: Actor, on: date, wanted: Wanted, fields: list[Field], now: dict[str, str]) -> None:
    visits = referral.diary(actor, on, wanted)
    standing = [visit for visit in visits if visit.state != "cancelled"]
    count = f"{len(standing)} {'visit' if len(standing) == 1 else 'visits'}"
    head("Visits", f"{_spoken(on)} · {count}", beside=partial(own_calendar, actor))
    _line(fields, now, on, timedelta(days=1))
    table("Visits", COLUMNS, [_row(visit) for visit in visits], FREE)
    with st.container(horizontal=True, key="diary-foot"):
        print_button("Print this day")
        if standing:
            calendar_file("Calendar file", standing, f"visits-{on}.ics")


def _month(actor: Actor, on: date, wanted: Wanted, fields: list[Field], now: dict[str, str]) -> None:
    first = on.replace(day=1)
    days = referral.month(actor, first, wanted)
    whole = sum(days.values())
    count = f"{whole:,} {'visit' if whole == 1 else 'visits'}"
    head("Visits", f"{first:%B %Y} · {count}", beside=partial(own_calendar, actor))
    _line(fields, now, first, None)
    kept = {name: value for name, value in now.items() if name in {"site", "clinician"}}
    month_grid(first, TODAY, days, lambda day: to("diary", day=day, **kept))


def _line(fields: list[Field], now: dict[str, str], on: date, by: timedelta | None) -> None:
    """The filters, and the ways to what is before, today and after."""
    filters(fields, now, [Tab("", "Day"), Tab("month", "Month")], tab="view")
    before = on - (by or timedelta(days=1))
    after = on + (by or timedelta(days=31))
    if by is None:
        before, after = before.replace(day=1), after.replace(day=1)
    ways = [
        Step("chevron_left", "Previous", before),
        Step("", "Today", None if on == (TODAY if by else TODAY.replace(day=1)) else TODAY),
        Step("chevron_right", "Next", after),
    ]
    steps(ways, lambda day: to("diary", **{**now, "day": day if day != TODAY else ""}))


def _row(visit: Visit) -> Row:
    """One visit, leading to its referral; once its day has come, the two answers are a click away."""
    said, tone = STATES.get(visit.state, (visit.state, "grey"))
    at = clock.local(visit.starts_at, visit.zone)
    ends = clock.local(visit.starts_at + timedelta(minutes=visit.minutes), visit.zone)
    urgent = visit.urgency.label if visit.urgency != "routine" else ""
    teeth = f"Teeth {visit.teeth.replace(',', ', ')}" if visit.teeth else ""
    prepare = " · ".join(part for part in (visit.needs, teeth) if part)
    cells = (
        Cell(f"{at:%H:%M}", under=f"to {ends:%H:%M}"),
        Cell(visit.patient, under=visit.reference, mark=urgent, mark_tone="amber"),
        Cell(visit.specialty, under=visit.why),
        Cell(prepare),
        Cell(visit.place, under=visit.clinician),
        Cell(said, tone=tone, under=visit.stage if visit.stage != said else ""),
    )
    open_ = visit.state == "booked" and visit.over
    answers = (("Attended", "attend"), ("Missed", "miss")) if open_ else ()
    actions = tuple(Action(word, href=to("referral", id=visit.referral_id, step=step)) for word, step in answers)
    return Row(visit.id, cells, to("referral", id=visit.referral_id), actions=actions)


def _spoken(on: date) -> str:
    year = "" if on.year == TODAY.year else f" {on.year}"
    return f"{'Today, ' if on == TODAY else ''}{on:%A} {on.day} {on:%B}{year}"


page(viewer())
