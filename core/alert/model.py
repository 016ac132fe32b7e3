"""What an alert is: its cause, the levels that it climbs, and how it is asked for."""

from dataclasses import dataclass
from datetime import datetime

from core.audit import About
from core.spoken import Spoken


class Cause(Spoken):
    """Why somebody has to know."""

    BREACHED = "breached", "Late"
    STALLED = "stalled", "Stalled"
    AT_RISK = "at_risk", "At risk"
    FLAGGED = "flagged", "Flagged"
    OTHER = "other", "Asked for by a rule"


class Level(Spoken):
    """Who is told, from the nearest up."""

    OWNER = "owner", "Owner"
    MANAGER = "manager", "Manager"
    OPERATOR = "operator", "Operator"


LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Raising:
    """An alert as it is asked for after an event about a referral; `what` is late, in words and without a name."""

    event_id: int
    cause: Cause
    about: About
    what: str
    due_at: datetime | None = None
    first: Level = Level.OWNER
