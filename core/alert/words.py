"""An alert in words: what is late and by how much, without anybody's name."""

from datetime import datetime

from core.alert.model import Cause
from core.sla import due_words


def title(cause: str, what: str) -> str:
    """Decide, or Stalled: the words that a list is read by."""
    return Cause(cause).label if cause == Cause.STALLED else what


def detail(cause: str, what: str, due_at: datetime | None, now: datetime, zone: str) -> str:
    """2 days late; nobody has done anything for 14 days; nothing where a rule's own words say it all."""
    if cause == Cause.STALLED:
        return what
    late = due_words(due_at, now, zone)[0] if due_at else ""
    at_risk = Cause.AT_RISK.label if cause == Cause.AT_RISK else ""
    return ", ".join(part for part in (at_risk, late) if part)


def spoken(cause: str, what: str, due_at: datetime | None, now: datetime, zone: str) -> str:
    """Both in one line: Decide, 2 days late."""
    more = detail(cause, what, due_at, now, zone)
    return f"{title(cause, what)}: {more[:1].lower()}{more[1:]}" if more else title(cause, what)
