"""What patients agreed to: by which channel and for what, how that is known, and whether something may go to them."""

from core.agreement.model import BY_STAFF, STOPS, Answer, Key, Purpose, Said, Source
from core.agreement.rows import agreed, answers, silence, silenced, write, write_back
from core.agreement.ruling import Agreement, stricter

__all__ = [
    "BY_STAFF",
    "STOPS",
    "Agreement",
    "Answer",
    "Key",
    "Purpose",
    "Said",
    "Source",
    "agreed",
    "answers",
    "silence",
    "silenced",
    "stricter",
    "write",
    "write_back",
]
