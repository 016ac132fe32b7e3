"""Ways out of the house, and into it: a module on this shelf is a carrier, one on `inbound` brings what comes back."""

from functools import cache

from core.connectors.base import (
    CONFIRM,
    PER_DAY,
    PER_SECOND,
    Carrier,
    Connector,
    Doubtful,
    Field,
    Letter,
    Undeliverable,
)
from core.connectors.inbound.base import Brought, Inbox
from core.shelf import shelf

__all__ = [
    "CONFIRM",
    "PER_DAY",
    "PER_SECOND",
    "Brought",
    "Carrier",
    "Connector",
    "Doubtful",
    "Field",
    "Inbox",
    "Letter",
    "Undeliverable",
    "carrier",
    "carriers",
    "connectors",
    "inboxes",
    "named",
    "repeatable",
]


@cache
def carriers() -> dict[str, type[Carrier]]:
    """Every kind of carrier by the name by which an attempt remembers it."""
    return shelf("core.connectors", Carrier)  # type: ignore[type-abstract]


@cache
def inboxes() -> dict[str, type[Inbox]]:
    """Every kind of inbox by its name."""
    return shelf("core.connectors.inbound", Inbox)  # type: ignore[type-abstract]


def connectors() -> dict[str, type[Connector]]:
    """Everything that can be set up."""
    return {**carriers(), **inboxes()}


def carrier(url: str) -> Carrier:
    """The carrier for this address."""
    kind = carriers()[named(url)]
    return kind(kind.of_url(url))


def named(url: str) -> str:
    """The name of the carrier that an address means."""
    scheme = url.partition(":")[0]
    return next(name for name, kind in carriers().items() if scheme in kind.schemes)


def repeatable() -> frozenset[str]:
    """The names of those that recognise what they carried before."""
    return frozenset(name for name, kind in carriers().items() if kind.repeatable)
