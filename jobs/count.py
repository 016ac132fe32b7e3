"""After an upgrade, count what there was before: figures of insight are kept for every referral."""

from core import insight
from core.access import machine
from jobs._runner import stopping

EVERY = 60


def run() -> int:
    """Until all are counted; how many referrals were looked at."""
    actor, done = machine("job:count"), 0
    while not stopping.is_set() and (taken := insight.count_some(actor)):
        done += taken
    return done
