"""Once a day, remove files that belong to no document, a day after they came."""

from core.access import machine
from core.document import sweep

EVERY = 86_400


def run() -> int:
    """How many went."""
    return sweep(machine("job:sweep"))
