"""Secrets that are handed out once and kept only as hashes: sessions, sign-in tickets, invitations."""

import hashlib
import secrets


def fresh() -> str:
    """256 random bits, safe in a cookie and in an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What the database keeps; a random token needs no salt."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
