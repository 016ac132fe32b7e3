"""Who takes over: the one field that every way of handing work over has."""

from collections.abc import Mapping

from core.ownership import Taker
from pages.parts.fields import Fields


def taken_by(fields: Fields, takers: Mapping[Taker, str], label: str = "Goes to") -> Taker | None:
    """A colleague, as new referrals are assigned, or the pool; None while nothing is chosen."""
    return fields.choose("taker", label, takers, "Choose who takes over")
