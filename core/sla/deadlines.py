"""How many working days each step may take, as shipped in data/defaults/deadlines.yaml."""

from functools import cache
from pathlib import Path

import yaml

SHIPPED = Path(__file__).parents[2] / "data" / "defaults" / "deadlines.yaml"


def working_days(what: str, urgency: str) -> int:
    """Days on which the site is open, after the day on which the time began to run."""
    return deadlines()[what][urgency]


@cache
def deadlines() -> dict[str, dict[str, int]]:
    """By what is due, then by urgency."""
    shipped: dict[str, dict[str, int]] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return shipped
