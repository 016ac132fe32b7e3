"""The patient's own telephone: on which ones messages are shown, who switched that on or off, and what they confirm."""

from core.push.commands import end, end_here, subscribe
from core.push.model import Asked, Telephone
from core.push.queries import house_key, of_patient, shown_here
from core.push.showing import confirm_shown

__all__ = [
    "Asked",
    "Telephone",
    "confirm_shown",
    "end",
    "end_here",
    "house_key",
    "of_patient",
    "shown_here",
    "subscribe",
]
