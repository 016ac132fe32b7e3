"""Manners: when patients are written to, and how often; set for the group, and for sites that want it otherwise."""

from core.manners.model import Manners, spoken_minute
from core.manners.setting import Setting, drop_manners, set_manners, settings_of
from core.manners.standing import Standing, shipped

__all__ = [
    "Manners",
    "Setting",
    "Standing",
    "drop_manners",
    "set_manners",
    "settings_of",
    "shipped",
    "spoken_minute",
]
