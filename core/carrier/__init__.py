"""Carriers as the group has set them up: what was filled in, which of them carry, how much, and what they call back."""

from core.carrier.calls import heard, sweep_callbacks
from core.carrier.commands import set_carrier, switch, try_out
from core.carrier.model import CarrierSet, Tried
from core.carrier.out import Allowance, Out, ways_out
from core.carrier.queries import carriers_set

__all__ = [
    "Allowance",
    "CarrierSet",
    "Out",
    "Tried",
    "carriers_set",
    "heard",
    "set_carrier",
    "sweep_callbacks",
    "switch",
    "try_out",
    "ways_out",
]
