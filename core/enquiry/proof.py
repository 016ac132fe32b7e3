"""The work that a browser does while somebody types: nothing for one person, too much for a flood of thousands."""

import hashlib

BITS = 16
"""About 65,000 hashes: a second on a cheap phone, begun when the page opens."""
LONGEST = 20


def proves(nonce: str, found: str, bits: int = BITS) -> bool:
    """Whether SHA-256 of `nonce:found` begins with that many zero bits."""
    if not (found.isascii() and found.isdecimal() and len(found) <= LONGEST):
        return False
    digest = hashlib.sha256(f"{nonce}:{found}".encode()).digest()
    return int.from_bytes(digest) >> (256 - bits) == 0
