"""Where a carrier has not confirmed in time that a message arrived, the next channel is tried; old callbacks go."""

from core import carrier, message
from core.access import machine

EVERY = 15


def run() -> int:
    """How many were given up waiting for."""
    actor = machine("job:receipts")
    carrier.sweep_callbacks(actor)
    return message.give_up_waiting(actor)
