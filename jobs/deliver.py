"""Carry due messages out of the house, each claimed first and settled after; what hangs holds up nothing else."""

from core import message
from core.access import machine
from core.carrier import ways_out
from core.connectors import repeatable
from jobs._lanes import Crew

EVERY = 1
ROUND_S = 20.0
CREW = Crew()


def run() -> int:
    """Until nothing is due, or nothing can leave, or the round is over; how many messages were carried."""
    message.recover(repeatable())
    return CREW.round(ways_out(machine("job:deliver")), ROUND_S)
