"""Ways out of the house: a module on this shelf is a carrier, set up on a page or, for e-mail, by BATON_MAIL_URL."""

from functools import cache

from core.connectors.base import CONFIRM, PER_DAY, PER_SECOND, Carrier, Doubtful, Field, Letter, Undeliverable
from core.shelf import shelf

__all__ = [
    "CONFIRM",
    "PER_DAY",
    "PER_SECOND",
    "Carrier",
    "Doubtful",
    "Field",
    "Letter",
    "Undeliverable",
    "carrier",
    "carriers",
    "named",
    "repeatable",
]


@cache
def carriers() -> dict[str, type[Carrier]]:
    """Every kind of carrier by the name by which an attempt remembers it."""
    return shelf("core.connectors", Carrier)  # type: ignore[type-abstract]


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
