"""Compare patients who are new or changed with all others for possible doubles, and keep merged records together."""

from core import patient
from core.access import machine
from jobs._runner import stopping

EVERY = 30


def run() -> int:
    """Until nobody is left to compare; how many were, and what was brought to where it belongs."""
    actor = machine("job:doubles")
    done = patient.fetch_strays(actor)
    while not stopping.is_set() and (taken := patient.look_for_doubles(actor)):
        done += taken
    return done
