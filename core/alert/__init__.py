"""Alerts: what is late or has gone quiet is brought to a person, and further up until somebody has it."""

from core.alert.activity import ends, follow, move_on
from core.alert.climb import climb
from core.alert.commands import acknowledge
from core.alert.ladder import Ladder, Part, Patience, Quiet, Rung, Way, said
from core.alert.mail import send_mails
from core.alert.model import Cause, Level, Raising
from core.alert.queries import Alert, Told, Waiting, of, settled, standing, to_acknowledge, waiting
from core.alert.raising import raise_alert
from core.alert.setting import Setting, drop_part, set_part, settings_of
from core.alert.stalled import note_stalled
from core.alert.words import detail, spoken, title

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
    "Setting",
    "Told",
    "Waiting",
    "Way",
    "acknowledge",
    "climb",
    "detail",
    "drop_part",
    "ends",
    "follow",
    "move_on",
    "note_stalled",
    "of",
    "raise_alert",
    "said",
    "send_mails",
    "set_part",
    "settings_of",
    "settled",
    "spoken",
    "standing",
    "title",
    "to_acknowledge",
    "waiting",
]
