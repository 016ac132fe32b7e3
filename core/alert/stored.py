"""How alerts climb at each site: what is shipped, what the group changed, and what a site does otherwise."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, select

from core.alert.ladder import Ladder
from data.tables import escalation

SHIPPED = Path(__file__).parents[2] / "data" / "defaults" / "escalation.yaml"


class Ladders:
    """The ladder of each site, read once for a pass."""

    def __init__(self, db: Connection) -> None:
        self._kept: dict[int | None, dict[str, Any]] = {}
        for site_id, part, value in db.execute(select(escalation.c.site_id, escalation.c.part, escalation.c.value)):
            self._kept.setdefault(site_id, {})[part] = value
        self._read: dict[int | None, Ladder] = {}

    def at(self, site_id: int | None) -> Ladder:
        """As it holds there."""
        own = site_id if site_id in self._kept else None
        if own not in self._read:
            self._read[own] = Ladder.read(shipped() | self._kept.get(None, {}) | (self._kept[own] if own else {}))
        return self._read[own]

    @property
    def group(self) -> Ladder:
        """As it holds where no site differs."""
        return self.at(None)

    @property
    def apart(self) -> frozenset[int]:
        """The sites that have something of their own."""
        return frozenset(site_id for site_id in self._kept if site_id is not None)


@cache
def shipped() -> dict[str, Any]:
    """What holds while nobody changed it."""
    written: dict[str, Any] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return written
