"""Whose work it is: handing it over, leaving, and being away, so that nothing open is ever with nobody who is there."""

from core.ownership.absence import Absence, absence, come_back, set_away
from core.ownership.handover import hand_over
from core.ownership.held import Held, Work, held, loads, total
from core.ownership.leaving import change, disable, left_behind
from core.ownership.taker import AUTOMATIC, POOL, Taker, person, takers

__all__ = [
    "AUTOMATIC",
    "POOL",
    "Absence",
    "Held",
    "Taker",
    "Work",
    "absence",
    "change",
    "come_back",
    "disable",
    "hand_over",
    "held",
    "left_behind",
    "loads",
    "person",
    "set_away",
    "takers",
    "total",
]
