"""After a deadline, opening hours or holidays changed, work out anew when each referral is due."""

from core import referral
from core.access import machine
from jobs._runner import stopping

EVERY = 2


def run() -> int:
    """Until nothing waits; how many clocks were worked out."""
    actor, done = machine("job:reckon"), 0
    while not stopping.is_set() and (taken := referral.reckon_some(actor)):
        done += taken
    return done
