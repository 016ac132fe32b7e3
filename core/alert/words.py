"""An alert in words: what is late and by how much, without anybody's name."""

from datetime import datetime

from core.alert.model import Cause
from core.sla import due_words


def spoken(cause: str, what: str, due_at: datetime | None, now: datetime, zone: str) -> str:
    """Decide: 2 days late. Stalled: nobody has done anything for 14 days. What a rule asked for says it itself."""
    late = due_words(due_at, now, zone)[0] if due_at else ""
    if cause in {Cause.BREACHED, Cause.AT_RISK}:
        return f"{what}: {late or Cause(cause).label.lower()}"
    return f"{Cause(cause).label}: {what[:1].lower()}{what[1:]}" if cause == Cause.STALLED else what
