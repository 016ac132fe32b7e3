"""The secret part of a link: 128 bits or more from the house's key and its row's salt, which neither gives alone."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

from core.link.purpose import TERMS, Purpose
from core.people.token import hashed
from core.settings import settings


def salt() -> str:
    """Fresh for each link."""
    return secrets.token_hex(32)


def token(purpose: Purpose, salted: str) -> str:
    """The same each time, so that a letter that leaves twice says the same; a copied database cannot tell it."""
    key = settings().secret_key.get_secret_value().encode()
    made = hmac.new(key, f"link:{purpose}:{salted}".encode(), sha256).digest()
    return urlsafe_b64encode(made[: TERMS[purpose].size]).rstrip(b"=").decode()


def columns(purpose: Purpose) -> dict[str, str]:
    """What a new row keeps of its secret."""
    salted = salt()
    return {"purpose": purpose, "salt": salted, "token_hash": hashed(token(purpose, salted))}
