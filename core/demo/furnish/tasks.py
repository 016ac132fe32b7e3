"""What people added to be done: about referrals, and at the sites themselves; some comes again, some is put off."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from core import clock, task
from core.access import Actor
from core.demo.furnish.base import Furnishing, House
from core.referral import Direction, Wanted, board
from core.task import NewTask, Priority, Rhythm, Unit

AT_LEEDS: tuple[dict[str, Any], ...] = (
    {
        "title": "Order periapical film holders and bibs",
        "by": "fay",
        "days": 2,
        "checklist": ("Count what is left", "Order", "Tell the surgeries"),
        "ticked": 1,
    },
    {"title": "Check the emergency drugs box", "by": "ana", "to": "ana", "rhythm": Rhythm(Unit.WEEK), "days": 3},
    {
        "title": "Go through the waiting list with Ben",
        "by": "ana",
        "to": "ben",
        "rhythm": Rhythm(Unit.MONTH, on=31),
        "days": 4,
        "priority": Priority.HIGH,
    },
    {"title": "Ring the laboratory about opening hours over Christmas", "by": "ana", "to": "ana", "put_off": 6},
    {"title": "Invite Elm Road to the study evening", "by": "mia", "to": "mia", "days": 9, "priority": Priority.LOW},
    {"title": "Shred last month’s day sheets", "by": "fay", "days": -1},
)
ABOUT: tuple[dict[str, Any], ...] = (
    {
        "title": "Ask for the radiograph again, they promised it for today",
        "by": "ana",
        "to": "ana",
        "checklist": ("Ring the practice", "Note who said what"),
        "ticked": 1,
    },
    {"title": "Tell them which bus stops at the door", "by": "fay", "days": 1},
    {"title": "Agree the fee before the visit", "by": "mia", "to": "fay", "days": -2, "priority": Priority.HIGH},
    {"title": "Ask again after their holiday", "by": "ana", "to": "ana", "put_off": 5},
)


class Tasks(Furnishing):
    """Added by the people of Leeds, for themselves, for each other and for whoever is there."""

    def furnish(self, house: House) -> None:
        """Those of the site, then those about what is open there."""
        leeds = house.sites["leeds"]
        for told in AT_LEEDS:
            _add(house, told, site_id=leeds)
        for way, told in zip(_open(house.people["ana"], leeds), ABOUT, strict=False):
            _add(house, told, subject="referral", subject_id=way, site_id=leeds)


def _open(actor: Actor, site_id: int) -> Iterator[int]:
    """Referrals that are under way there."""
    rows = board(actor, Wanted(Direction.INBOUND, site=site_id), limit=len(ABOUT) + 4).rows
    return (row.id for row in rows[3:])


def _add(house: House, told: Mapping[str, Any], **about: Any) -> None:
    """As one of its people would, ticked off as far as they came, and put off where they did."""
    actor, today = house.people[told["by"]], clock.now().date()
    to = house.people[told["to"]].account_id if "to" in told else None
    due_on = _working(today + timedelta(days=told.get("days", 0)))
    rhythm: Rhythm | None = told.get("rhythm")
    if rhythm and rhythm.unit is Unit.WEEK:
        rhythm = Rhythm(Unit.WEEK, on=due_on.weekday())
    kept = {name: told[name] for name in ("title", "checklist", "priority") if name in told}
    new = NewTask(**kept, due_on=due_on, owner_id=to, rhythm=rhythm, **about)
    task_id = task.add(actor, new)
    for line in range(told.get("ticked", 0)):
        task.tick(actor, task_id, line + 1, ticked=True)
    if "put_off" in told:
        task.snooze(actor, task_id, 1, _working(today + timedelta(days=told["put_off"])))


def _working(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
