"""How a name sounds: the key under which Smyth and Smith stand together."""

from functools import lru_cache

import jellyfish

from core.field import folded

LONGEST = 20


def sound(given: str, family: str) -> str:
    """The sound of the family name with the first letter of the given one: SM0-R. In any script, and never empty."""
    return f"{spoken(folded(family))}-{folded(given)[:1]}"


@lru_cache(4096)
def spoken(name: str) -> str:
    """The sound of folded words, run together; where a script says nothing to an English ear, its letters."""
    together = name.replace(" ", "")
    heard = jellyfish.metaphone(together) if together.isascii() else ""
    return (heard or together)[:LONGEST]
