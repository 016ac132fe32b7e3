"""Links of people outside: one thing for one party, made as a message leaves, good for a while, over when withdrawn."""

from core.link.commands import make, withdraw
from core.link.leaving import tokens_of
from core.link.opening import Opened, opened
from core.link.place import address, filled, place
from core.link.purpose import Purpose
from core.link.queries import Held, Holders, of_referral

__all__ = [
    "Held",
    "Holders",
    "Opened",
    "Purpose",
    "address",
    "filled",
    "make",
    "of_referral",
    "opened",
    "place",
    "tokens_of",
    "withdraw",
]
