"""Given names and what people make of them, as shipped in data/defaults/nicknames.yaml."""

from functools import cache
from pathlib import Path

import yaml

SHIPPED = Path(__file__).parents[2] / "data" / "defaults" / "nicknames.yaml"


def nicknames(one: str, other: str) -> bool:
    """Whether one folded given name is short for the other, or both for the same."""
    return bool(_wholes(one) & _wholes(other))


def _wholes(name: str) -> frozenset[str]:
    return _shipped().get(name, frozenset()) | {name}


@cache
def _shipped() -> dict[str, frozenset[str]]:
    """For each short name the whole ones it may stand for."""
    told: dict[str, str] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    found: dict[str, frozenset[str]] = {}
    for whole, shorts in told.items():
        for short in shorts.split():
            found[short] = found.get(short, frozenset()) | {whole}
    return found
