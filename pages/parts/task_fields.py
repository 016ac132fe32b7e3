"""The fields of a task, in the order in which somebody says it: what, by when, who, and how it comes again."""

from calendar import day_name
from datetime import date, timedelta
from typing import Any

import streamlit as st

from core import clock, referral
from core.access import Actor, Permission
from core.settings import settings
from core.task import Priority, Rhythm, Task, Terms, Unit
from core.task.rhythm import LAST, nth
from pages.parts.fields import Fields
from pages.parts.plain import plain

POOL = 0
"""As an owner: whoever is at the site."""
AGAIN = {"": "Once only", Unit.DAY: "By the day", Unit.WEEK: "By the week", Unit.MONTH: "By the month"}
WEEKDAYS = dict(enumerate(day_name))
DAYS = {n: nth(n) for n in range(1, LAST + 1)}
QUARTER = timedelta(minutes=15)


def title(fields: Fields) -> str:
    """What is to be done comes first."""
    return str(fields.ask("title", st.text_input, "What is to be done"))


def terms(actor: Actor, fields: Fields, site_id: int | None, mine: bool) -> dict[str, Any]:
    """Draw all but what it is called and about; what was put in. A new task begins as one's own."""
    told: dict[str, Any] = {}
    one, two, three = st.columns([2, 1.5, 2])
    with one:
        told["due_on"] = _day(fields, "due_on", "By the end of", today())
    with two:
        told["due_time"] = fields.ask("due_time", st.time_input, "Or by, then", value=None, step=QUARTER)
    with three:
        told["priority"] = _one_of(fields, "priority", "Priority", {each: each.label for each in Priority}, 1)
    told["owner_id"] = _owner(actor, fields, site_id, mine) or None
    lines = fields.ask("checklist", st.text_area, "Checklist, one line each", height=92)
    told["checklist"] = tuple(lines.splitlines())
    told["note"] = fields.ask("note", st.text_area, "Note, if one helps", height=68)
    told["rhythm"] = _rhythm(fields, told["due_on"])
    return told


def begun(one: Task) -> dict[str, Any]:
    """What the fields begin with where a task stands already."""
    now, rhythm = Terms.of(one), one.rhythm
    told = {
        "title": now.title,
        "due_on": now.due_on.isoformat() if now.due_on else None,
        "due_time": now.due_time.isoformat() if now.due_time else None,
        "owner": now.owner_id or POOL,
        "priority": now.priority.value,
        "checklist": "\n".join(now.checklist),
        "note": now.note,
        "again": rhythm.unit.value if rhythm else "",
    }
    until = rhythm.until.isoformat() if rhythm and rhythm.until else None
    return told | ({"every": rhythm.every, "on": rhythm.on, "until": until} if rhythm else {})


def today() -> date:
    """The group's own day."""
    return clock.local(clock.now(), settings().time_zone.key).date()


def _owner(actor: Actor, fields: Fields, site_id: int | None, mine: bool) -> int:
    """Oneself and the pool; colleagues for who may give to others there."""
    people = {actor.account_id or POOL: f"{plain(actor.name)}, myself"}
    if site_id and actor.may(Permission.REFERRAL_ASSIGN, at=site_id):
        others = (each for each in referral.owners(actor, site_id) if each.id != actor.account_id)
        people |= {each.id: plain(each.called) for each in others}
    people |= {POOL: "Whoever is there: the site’s pool"}
    begun_with = fields.sheet.noted("owner-name")
    if begun_with and begun_with[0] not in people:
        people |= dict([begun_with])
    return int(_one_of(fields, "owner", "Who", people, 0 if mine else list(people).index(POOL), of=site_id))


def _rhythm(fields: Fields, due_on: date | None) -> Rhythm | None:
    one, two, three, four = st.columns([1.4, 1, 1.4, 1.4])
    with one:
        unit = _one_of(fields, "again", "Comes again", AGAIN, 0)
    if not unit:
        return None
    with two:
        label = f"Every … {Unit(unit).label.lower()}"
        every = fields.ask("every", st.number_input, label, value=1, min_value=1, step=1)
    with three:
        on = _on(fields, Unit(unit), due_on or today())
    with four:
        until = fields.ask("until", st.date_input, "Until, if it ends", value=None, format="DD/MM/YYYY")
    return Rhythm(Unit(unit), int(every), on, until)


def _on(fields: Fields, unit: Unit, due_on: date) -> int:
    if unit is Unit.WEEK:
        return int(_one_of(fields, "on", "On", WEEKDAYS, due_on.weekday(), of=unit))
    if unit is Unit.MONTH:
        return int(_one_of(fields, "on", "On", DAYS, due_on.day - 1, of=unit))
    return 0


def _one_of(fields: Fields, name: str, label: str, choices: dict[Any, str], first: int, of: object = "") -> Any:
    how = {"options": list(choices), "index": first, "format_func": lambda code: choices.get(code, str(code))}
    return fields.ask(name, st.selectbox, label, of=of, **how)


def _day(fields: Fields, name: str, label: str, value: date) -> date | None:
    return fields.ask(name, st.date_input, label, value=value, format="DD/MM/YYYY")
