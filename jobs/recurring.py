"""When its day comes, open the next of the tasks that come again, whether or not the last is done."""

from core import task
from core.access import machine

EVERY = 60


def run() -> int:
    """How many were opened."""
    return task.open_due(machine("job:recurring"))
