"""What nobody has done anything about for too long comes up, whatever its deadline."""

from core import alert
from core.access import machine

EVERY = 300


def run() -> int:
    """How many were found."""
    return alert.note_stalled(machine("job:stalled"))
