"""A webhook: an address outside that is called when a rule says so, and what is sent there."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from core import field
from core.errors import Refusal
from core.settings import settings

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Calling:
    """A call as it is asked for; `key` (event:rule:hook) makes it happen once. `body` holds ids and codes only."""

    key: str
    hook_id: int
    event_id: int
    rule: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook as people who set it up see it, with what became of its last call."""

    id: int
    name: str
    address: str
    enabled: bool
    version: int
    waiting: int
    failed: int
    last_at: datetime | None
    last: str


def secret_of(salt: str) -> str:
    """What its receiver checks signatures with: derived, so that nobody reads it out of the database."""
    key = settings().secret_key.get_secret_value().encode()
    return base64.urlsafe_b64encode(hmac.digest(key, f"hook:{salt}".encode(), "sha256")).decode().rstrip("=")


def signature(secret: str, at: int, body: bytes) -> str:
    """t=seconds,v1=HMAC-SHA256 over the seconds, a full stop and the body, as Baton-Signature bears it."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


def tidied(address: str) -> str:
    """An https address that names a host; where it leads is asked anew at each call."""
    text = field.line(address, most=LONGEST, least=1, what="The address")
    try:
        parts = urlsplit(text)
        usable = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.username is not None or parts.fragment:
        raise Refusal("Give an address that begins with https:// and names a host, without a user or password.")
    return text
