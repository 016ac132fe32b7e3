"""Ways out of the house: a module on this shelf is a carrier, chosen by the scheme of BATON_MAIL_URL."""

from functools import cache

from core.connectors.base import Carrier, Doubtful, Letter, Undeliverable
from core.shelf import shelf

__all__ = ["Carrier", "Doubtful", "Letter", "Undeliverable", "carrier", "repeatable"]


def carrier(url: str) -> Carrier:
    """The carrier for this address."""
    return _by_scheme()[scheme(url)](url)


def scheme(url: str) -> str:
    """The name by which an attempt remembers who carried it."""
    return url.partition(":")[0]


def repeatable() -> frozenset[str]:
    """The schemes whose carriers recognise what they carried before."""
    return frozenset(name for name, kind in _by_scheme().items() if kind.repeatable)


@cache
def _by_scheme() -> dict[str, type[Carrier]]:
    kinds = shelf("core.connectors", Carrier).values()  # type: ignore[type-abstract]
    return {name: kind for kind in kinds for name in kind.schemes}
