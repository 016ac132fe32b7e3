"""What a step has to know besides the referral itself, read before it is decided."""

from dataclasses import dataclass
from datetime import datetime

from core.referral.like import Like
from core.referral.reasons import Reason


@dataclass(frozen=True, slots=True)
class Booked:
    """The visit that is booked now, and how often it was moved so far."""

    id: int
    starts_at: datetime
    uid: str
    moves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """When it is taken, on which wall clock, why, and which visit stands; `uid` is what a new visit is called in
    calendars. `provider`, `clinician`, `behalf` and `signer` are the names of those whom the answers point to, empty
    where nobody of that number could be meant; `like` is another open referral for the same, and `enclosed` whether the
    outcome that an outside practice reports is there as its own paper."""

    at: datetime
    zone: str
    booked: Booked | None = None
    reason: Reason | None = None
    uid: str = ""
    provider: str = ""
    clinician: str = ""
    behalf: str = ""
    signer: str = ""
    like: Like | None = None
    enclosed: bool = False
