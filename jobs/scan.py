"""Let the virus scanner look at documents that it has not seen: those it was too slow for, and all when it is new."""

from core.access import machine
from core.document import scan_waiting
from core.heartbeat import Ailing

EVERY = 30


def run() -> int:
    """How many it has seen now."""
    seen, waiting = scan_waiting(machine("job:scan"))
    if waiting and not seen:
        raise Ailing("The virus scanner does not answer, so new documents are not shown.")
    return seen
