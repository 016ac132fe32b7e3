"""The desk: what somebody has begun to write and not yet sent, kept as it is typed until it is sent or discarded."""

from core.desk.commands import discard, keep, send, take_over
from core.desk.left import remind
from core.desk.model import Begun, Kept, Unfinished
from core.desk.queries import left_by_others, opened, unfinished

__all__ = [
    "Begun",
    "Kept",
    "Unfinished",
    "discard",
    "keep",
    "left_by_others",
    "opened",
    "remind",
    "send",
    "take_over",
    "unfinished",
]
