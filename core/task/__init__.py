"""Tasks: what a person is to do, by when."""

from core.task.bulk import assign_each, finish_each, snooze_each
from core.task.commands import add, assign, drop, edit, finish, reopen, snooze, take, tick, wake
from core.task.draft import NewTask, Terms
from core.task.keep import Dropping, Opening, added, added_about, drop_added, drop_open, give, open_task, was_done
from core.task.model import ADDED, Line, Priority, Task, Waiting
from core.task.queries import (
    PAGE,
    Page,
    Today,
    day_end,
    late,
    mentions,
    mine,
    of,
    of_patient,
    one,
    open_counts,
    some,
    tasks,
    today,
    waiting_about,
)
from core.task.rhythm import Rhythm, Unit, due_day
from core.task.series import open_due
from core.task.upkeep import give_words
from core.task.wanted import SUBJECTS, VIEWS, Wanted

__all__ = [
    "ADDED",
    "PAGE",
    "SUBJECTS",
    "VIEWS",
    "Dropping",
    "Line",
    "NewTask",
    "Opening",
    "Page",
    "Priority",
    "Rhythm",
    "Task",
    "Terms",
    "Today",
    "Unit",
    "Waiting",
    "Wanted",
    "add",
    "added",
    "added_about",
    "assign",
    "assign_each",
    "day_end",
    "drop",
    "drop_added",
    "drop_open",
    "due_day",
    "edit",
    "finish",
    "finish_each",
    "give",
    "give_words",
    "late",
    "mentions",
    "mine",
    "of",
    "of_patient",
    "one",
    "open_counts",
    "open_due",
    "open_task",
    "reopen",
    "snooze",
    "snooze_each",
    "some",
    "take",
    "tasks",
    "tick",
    "today",
    "waiting_about",
    "wake",
    "was_done",
]
