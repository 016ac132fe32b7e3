"""Each night, learn what is likely to stall, in a process of its own: nothing else waits for it."""

import subprocess
import sys

from core import guardian
from core.access import machine
from core.heartbeat import Ailing
from core.settings import ROOT
from jobs._runner import stopping

EVERY = 60
LOOK_S = 0.5
COMMAND = (sys.executable, "-m", "core", "guardian")


def run() -> int:
    """How many were flagged; learning comes first, once a night."""
    actor = machine("job:guardian")
    if guardian.is_due(actor) and not _learned():
        return 0
    return guardian.flag_likely(actor)


def _learned() -> bool:
    """Whether it was done; not when the process is asked to end meanwhile."""
    child = subprocess.Popen(COMMAND, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    while child.poll() is None:
        if stopping.wait(LOOK_S):
            child.terminate()
            return False
    if child.returncode:
        raise Ailing("What is likely to stall could not be learned last night; the log says more.")
    return True
