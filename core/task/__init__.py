"""Tasks: what a person is to do, by when."""

from core.task.commands import assign, finish, take
from core.task.keep import Dropping, Opening, drop_open, give, open_task, was_done
from core.task.queries import Count, Task, counts, day_end, mine, of

__all__ = [
    "Count",
    "Dropping",
    "Opening",
    "Task",
    "assign",
    "counts",
    "day_end",
    "drop_open",
    "finish",
    "give",
    "mine",
    "of",
    "open_task",
    "take",
    "was_done",
]
