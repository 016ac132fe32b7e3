"""Alerts: what is late or has gone quiet is brought to a person, and further up until somebody has it."""

from core.alert.activity import follow, move_on
from core.alert.climb import climb
from core.alert.commands import acknowledge
from core.alert.ladder import Ladder, Part, Patience, Quiet, Rung, Way
from core.alert.mail import send_mails
from core.alert.model import Cause, Level, Raising
from core.alert.queries import Alert, Told, Waiting, of, settled, standing, to_acknowledge, waiting
from core.alert.raising import raise_alert
from core.alert.stalled import note_stalled
from core.alert.words import spoken

__all__ = [
    "Alert",
    "Cause",
    "Ladder",
    "Level",
    "Part",
    "Patience",
    "Quiet",
    "Raising",
    "Rung",
    "Told",
    "Waiting",
    "Way",
    "acknowledge",
    "climb",
    "follow",
    "move_on",
    "note_stalled",
    "of",
    "raise_alert",
    "send_mails",
    "settled",
    "spoken",
    "standing",
    "to_acknowledge",
    "waiting",
]
