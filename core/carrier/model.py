"""A carrier as it is set up: what is filled in, checked by what it declares, and sealed with the key of the house."""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken

from core import field
from core.channel import Channel
from core.connectors import Connector, Field
from core.errors import Refusal
from core.settings import settings

LONGEST = 400


@dataclass(frozen=True, slots=True)
class CarrierSet:
    """One carrier on the settings page. `values` are what may be shown; `kept` names the secrets that are there."""

    name: str
    label: str
    about: str
    channel: Channel
    fields: tuple[Field, ...]
    values: Mapping[str, str]
    kept: frozenset[str]
    active: bool
    version: int
    tested_at: datetime | None
    works: bool | None
    outcome: str
    today: int
    readable: bool
    inbound: bool = False
    hint: str = ""

    @property
    def is_set(self) -> bool:
        """Whether somebody has filled it in."""
        return self.version > 0


@dataclass(frozen=True, slots=True)
class Tried:
    """How a test went, in a sentence."""

    works: bool
    sentence: str


def checked(kind: type[Connector], given: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """The values to keep; a secret that is left empty stays as it was. Lacking says what is wrong with each field."""
    asked = {one.name: (lambda one=one: _value(one, given.get(one.name, ""), before)) for one in kind.fields}
    return {name: value for name, value in field.gathered(**asked).items() if value} | dict(kind.kept(before))


def _value(asked: Field, given: str, before: Mapping[str, str]) -> str:
    text = field.line(given, most=LONGEST, what=asked.label)
    if not text:
        text = before.get(asked.name, "") if asked.secret else asked.default
    if not text and asked.needed:
        raise Refusal(f"{asked.label} is missing.")
    if text and asked.choices and text not in asked.choices:
        raise Refusal(f"Choose one of {', '.join(asked.choices)}.")
    if text and asked.least is not None and not (text.isascii() and text.isdigit() and int(text) >= asked.least):
        raise Refusal(f"{asked.label} must be a whole number from {asked.least}.")
    return asked.checked(text) if text and asked.checked else text


def seal(values: Mapping[str, str]) -> str:
    """As the database keeps it: encrypted with a key that is not in the database."""
    return _fernet(settings().secret_key.get_secret_value()).encrypt(json.dumps(dict(values)).encode()).decode()


def unseal(sealed: str) -> dict[str, str] | None:
    """What was filled in; None where it was sealed with another key than this house has now."""
    try:
        told = _fernet(settings().secret_key.get_secret_value()).decrypt(sealed.encode())
    except InvalidToken:
        return None
    values: dict[str, str] = json.loads(told)
    return values


@lru_cache(maxsize=4)
def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(key.encode(), b"carrier", "sha256")))
