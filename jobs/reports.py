"""On the first working day, or the weekday that a list wants, build each report once and mail it to its people."""

from core import report
from core.access import machine
from core.heartbeat import Ailing

EVERY = 15


def run() -> int:
    """How many mails were put into the outbox."""
    sent = report.send_due(machine("job:reports"))
    if sent.failed:
        raise Ailing(f"{sent.failed} distribution lists could not be served; the log says why. They are tried again.")
    return sent.mails
