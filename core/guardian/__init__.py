"""What is likely to stall before it does: learned each night from what became of the group's own referrals."""

from core.guardian.flags import flag_likely
from core.guardian.limit import Limit, limits, set_limit
from core.guardian.night import is_due, learn_tonight
from core.guardian.queries import (
    LATELY,
    Ahead,
    Likely,
    Night,
    Outlook,
    Week,
    ahead,
    last_night,
    likely_today,
    outlook_of,
    weeks,
)

__all__ = [
    "LATELY",
    "Ahead",
    "Likely",
    "Limit",
    "Night",
    "Outlook",
    "Week",
    "ahead",
    "flag_likely",
    "is_due",
    "last_night",
    "learn_tonight",
    "likely_today",
    "limits",
    "outlook_of",
    "set_limit",
    "weeks",
]
