"""Carriers as the group has set them up: what was filled in, which of them carry, how much, and what they call back."""

from core.carrier.calls import heard, sweep_callbacks
from core.carrier.commands import set_carrier, switch, try_out
from core.carrier.into import Into, collect, ways_in
from core.carrier.model import CarrierSet, Tried
from core.carrier.out import Allowance, Out, ways_out
from core.carrier.queries import carriers_set
from core.carrier.texting import texted

__all__ = [
    "Allowance",
    "CarrierSet",
    "Into",
    "Out",
    "Tried",
    "carriers_set",
    "collect",
    "heard",
    "set_carrier",
    "sweep_callbacks",
    "switch",
    "texted",
    "try_out",
    "ways_in",
    "ways_out",
]
