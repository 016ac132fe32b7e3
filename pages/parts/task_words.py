"""Tasks in words and colours: when they are due, whose they are, what they are about and where that stands."""

from html import escape

from core import clock
from core.sla import due_words
from core.task import Priority, Task, due_day
from pages.parts.badges import DUE, badge
from pages.parts.links import to

PRIORITIES = {Priority.HIGH: "amber", Priority.LOW: "grey"}
"""What colour a priority has; an ordinary one is not said."""
OPENS = {
    "referral": ("referral", "id"),
    "draft": ("refer", "draft"),
    "arrival": ("intake", "id"),
    "patient": ("patients", "id"),
}
"""Which page a task's subject stands on, and what its address calls it."""
STATES = {"open": "To be done", "done": "Done", "dropped": "Not needed any more"}


def due(one: Task) -> tuple[str, str, str]:
    """When it is due, or back, in words, in which colour, and exactly."""
    now = clock.now()
    if one.ended_at:
        return clock.spoken(one.ended_at, one.zone), "", f"{STATES[one.state]} {clock.spoken(one.ended_at, one.zone)}"
    if asleep(one):
        today = clock.local(now, one.zone).date()
        back = clock.spoken_day(clock.local(one.wakes_at or now, one.zone).date(), today)
        return f"Put off until {back}", "", f"Then {exactly(one)[0].lower()}{exactly(one)[1:]}"
    words, tone = due_words(one.due_at, now, one.zone)
    return words, DUE[tone], exactly(one)


def exactly(one: Task) -> str:
    """The day by whose end it is due, or the moment."""
    at_midnight = clock.local(one.due_at, one.zone).strftime("%H:%M") == "00:00"
    if not at_midnight:
        return f"Due {clock.spoken(one.due_at, one.zone)}"
    day = due_day(one.due_at, one.zone)
    return f"Due by the end of {clock.spoken_day(day, clock.local(clock.now(), one.zone).date())}"


def asleep(one: Task) -> bool:
    """Whether it is put off now."""
    return one.state == "open" and one.wakes_at is not None and one.wakes_at > clock.now()


def there(one: Task) -> str:
    """The address of what it is about; nothing where it is about a site alone."""
    page, name = OPENS.get(one.subject, ("", ""))
    return to(page, **{name: one.subject_id}) if page else ""


def about(one: Task, *, site: bool) -> str:
    """Who it is about, and at which site."""
    return " · ".join(part for part in (one.patient, one.site if site or not one.patient else "") if part)


def marks(one: Task) -> str:
    """Its badges, as HTML."""
    told = [badge(f"{one.priority.label} priority", PRIORITIES[one.priority])] if one.priority in PRIORITIES else []
    told += [badge(one.progress)] if one.progress else []
    return " ".join(told)


def told(one: Task) -> str:
    """Its title, which opens it, and when it is due and whose it is, in two lines of HTML."""
    words, tone, exact = due(one)
    who = f" · {escape(one.owner)}" if one.owner else ""
    look = f"tone {tone}" if tone else ""
    return (
        f'<div class="task"><p><a data-go href="{to("tasks", id=one.id)}">{escape(one.title)}</a> {marks(one)}</p>'
        f'<p><span class="{look}" title="{escape(exact)}">{escape(words)}</span>{who}</p></div>'
    )
