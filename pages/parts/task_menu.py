"""What can be done with a task where it stands: a small menu of days, another of the rarer ways, and their dialogs."""

from datetime import date, timedelta

import streamlit as st

from core import clock, task
from core.access import Actor
from core.task import Task
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet
from pages.parts.task_form import Place, change_task
from pages.parts.task_words import asleep
from pages.parts.viewer import viewer

FARTHEST = timedelta(days=700)
OTHER_DAY = "Another day…"


def until(today: date) -> dict[date, str]:
    """The days that are a click away, each with its name."""
    named = {
        today + timedelta(days=1): "Tomorrow",
        today + timedelta(days=3): "In 3 days",
        today + timedelta(days=7 - today.weekday()): "Next week",
    }
    return {day: f"{words}, {clock.spoken_day(day, today)}" for day, words in named.items()}


def later(actor: Actor, one: Task, place: Place, sheet: Sheet, **look: str) -> None:
    """The menu of days, or the way back where it is put off."""
    if asleep(one):
        if st.button("Take it up now", icon=":material/alarm_on:", key=sheet.key("wake"), **look):
            _done(place, do(task.wake, actor, one.id, one.version), "It is back in the list")
        return
    today = clock.local(clock.now(), one.zone).date()
    days: dict[date | None, str] = {**until(today), None: OTHER_DAY}
    chosen = st.menu_button(
        "Put off",
        list(days.items()),
        key=sheet.key("later"),
        format_func=lambda item: item[1],
        icon=":material/snooze:",
        **look,
    )
    if chosen and chosen[0] is None:
        put_off(one, place)
    elif chosen:
        _put_off(actor, one, place, chosen[0])


def more(one: Task, place: Place, sheet: Sheet) -> None:
    """The rarer ways."""
    ways = {"Done with a note": finish_with_note, "Change": change_task, "Not needed any more": drop_task}
    chosen = st.menu_button("More", list(ways), key=sheet.key("more"), icon=":material/more_horiz:", type="tertiary")
    if chosen:
        ways[chosen](one, place)


@st.dialog("Put it off until", on_dismiss="rerun")
def put_off(one: Task, place: Place) -> None:
    """It leaves the lists until eight in the morning of the day."""
    today = clock.local(clock.now(), one.zone).date()
    fields = Fields(Sheet(f"put-off-{one.id}-{one.version}"))
    for day, words in until(today).items():
        if st.button(words, width="stretch", key=f"until-{one.id}-{day}"):
            _put_off(viewer(), one, place, day)
    ahead = {"min_value": today + timedelta(days=1), "max_value": today + FARTHEST}
    other = fields.day("until_on", "Another day", **ahead)
    if other and st.button(f"Put off until {clock.spoken_day(other, today)}", type="primary", width="stretch"):
        _put_off(viewer(), one, place, other)


@st.dialog("Done", on_dismiss="rerun")
def finish_with_note(one: Task, place: Place) -> None:
    """With a word of what came of it."""
    sheet = Sheet(f"finish-{one.id}-{one.version}")
    fields = Fields(sheet)
    note = fields.ask("note", st.text_area, "What came of it", height=92)
    if st.button("Done", type="primary", icon=":material/task_alt:", width="stretch", key=sheet.key("done")):
        done = do(task.finish, viewer(), one.id, one.version, note)
        _done(place, done, f"Done: {one.title}")
        fields.refuse(done.fields)


@st.dialog("Not needed any more", on_dismiss="rerun")
def drop_task(one: Task, place: Place) -> None:
    """With a word of why; what comes again may go on."""
    sheet = Sheet(f"drop-{one.id}-{one.version}")
    fields = Fields(sheet)
    reason = fields.ask("reason", st.text_area, "Why it need not be done", height=68)
    for_good = bool(one.rhythm) and fields.ask("for_good", st.checkbox, "And it comes again no more")
    if st.button("Close it", type="primary", width="stretch", key=sheet.key("drop")):
        dropped = do(task.drop, viewer(), one.id, one.version, reason, for_good=for_good)
        _done(place, dropped, "Closed as not needed")
        fields.refuse(dropped.fields)


def _put_off(actor: Actor, one: Task, place: Place, day: date) -> None:
    today = clock.local(clock.now(), one.zone).date()
    _done(place, do(task.snooze, actor, one.id, one.version, day), f"Put off until {clock.spoken_day(day, today)}")


def _done(place: Place, done: object, said: str) -> None:
    if done:
        place.leave(said)
