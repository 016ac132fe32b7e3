"""How what was typed is written into a JSON column, so that every text comes back exactly as it went in."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

BYTES = "bytes"
"""The name under which a text stands that JSON on PostgreSQL refuses: with NUL, or with half a character."""


def spelt(value: Any) -> Any:
    """The value as the column takes it."""
    if isinstance(value, str):
        return value if _plain(value) else {BYTES: b64encode(value.encode("utf-8", "surrogatepass")).decode()}
    if isinstance(value, Mapping):
        return {spelt_name(name): spelt(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [spelt(each) for each in value]
    return value


def spelt_name(name: Any) -> str:
    """Names of fields are ours; whatever else comes is made harmless."""
    return "".join(c for c in str(name) if c.isprintable())


def read(value: Any) -> Any:
    """The value as it was given."""
    if isinstance(value, dict):
        if value.keys() == {BYTES}:
            return b64decode(value[BYTES]).decode("utf-8", "surrogatepass")
        return {name: read(each) for name, each in value.items()}
    if isinstance(value, list):
        return [read(each) for each in value]
    return value


def _plain(text: str) -> bool:
    return "\0" not in text and (text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text))
