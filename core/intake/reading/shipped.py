"""The words that reading goes by, as they are shipped in data/defaults/reading.yaml."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[3] / "data" / "defaults" / "reading.yaml"


@cache
def shipped() -> dict[str, Any]:
    """By what they are for."""
    known: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return known
