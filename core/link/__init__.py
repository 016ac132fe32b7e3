"""Links of people outside: one thing for one party, made as a message leaves, good for a while, over when withdrawn."""

from core.link.commands import make, withdraw
from core.link.leaving import SIGNING_IN, carried, filling
from core.link.opening import Opened, opened, standing, touch
from core.link.place import CODE, address, as_long, door, filled, place
from core.link.purpose import Purpose, page_of
from core.link.queries import Held, Holders, of_referral
from core.link.upkeep import forget_old

__all__ = [
    "CODE",
    "SIGNING_IN",
    "Held",
    "Holders",
    "Opened",
    "Purpose",
    "address",
    "as_long",
    "carried",
    "door",
    "filled",
    "filling",
    "forget_old",
    "make",
    "of_referral",
    "opened",
    "page_of",
    "place",
    "standing",
    "touch",
    "withdraw",
]
