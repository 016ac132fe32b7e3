"""React to what happened: seal events and let the rules decide what follows."""

from core import rule
from core.heartbeat import Ailing
from jobs._runner import stopping

EVERY = 1
BATCH = 250


def run() -> int:
    """Until nothing is pending; how many events."""
    done = 0
    while not stopping.is_set() and (taken := rule.react(BATCH)):
        done += taken
    failing, oldest = rule.set_aside()
    if failing:
        raise Ailing(f"{failing} could not be reacted to, {oldest}")
    return done
