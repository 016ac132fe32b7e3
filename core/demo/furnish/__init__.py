"""What the demo group has besides its history: every module of this shelf adds one kind, by the commands people use."""

from core import rule
from core.access import Actor
from core.demo.furnish.base import Furnishing, House
from core.errors import NotAllowed
from core.shelf import shelf

__all__ = ["Furnishing", "House", "furnish"]


def furnish(actor: Actor) -> None:
    """Add all of it to a demo group that has just been loaded, in the order of the modules' names."""
    if not actor.internal:
        raise NotAllowed("The demo group is furnished from the command line.")
    house = House.found(actor)
    for _, furnishing in sorted(shelf(__name__, Furnishing).items()):
        furnishing().furnish(house)
    while rule.react():  # as the jobs would: the group begins its day with nothing pending
        continue
