"""What a step has to know besides the referral itself, read before it is decided."""

from dataclasses import dataclass
from datetime import datetime

from core.referral.reasons import Reason


@dataclass(frozen=True, slots=True)
class Booked:
    """The visit that is booked now."""

    id: int
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """When it is taken, on which wall clock, why, and which visit stands; `provider` is the name of a practice."""

    at: datetime
    zone: str
    booked: Booked | None = None
    reason: Reason | None = None
    provider: str = ""
