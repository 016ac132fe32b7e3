"""Manners at each site: what is shipped, what the group changed, and what a site does otherwise."""

from functools import cache
from typing import Self

import yaml
from sqlalchemy import Connection, select

from core.language import DEFAULTS
from core.manners.model import Manners
from data.prepared import Prepared
from data.tables import manners

COLUMNS = ("quiet_from", "quiet_until", "most")


_KEPT = Prepared(select(manners.c.site_id, *(manners.c[name] for name in COLUMNS)))


@cache
def shipped() -> Manners:
    """What holds while nobody changed it."""
    return Manners(**yaml.safe_load((DEFAULTS / "manners.yaml").read_text(encoding="utf-8")))


class Standing:
    """The manners of every site, read once for a pass."""

    def __init__(self, kept: dict[int | None, Manners]) -> None:
        self._kept = kept

    @classmethod
    def read(cls, db: Connection) -> Self:
        """As they are now."""
        return cls({site_id: Manners(*told) for site_id, *told in _KEPT.rows(db)})

    def at(self, site_id: int | None) -> Manners:
        """As they hold there; None is the whole group."""
        return self._kept.get(site_id) or self._kept.get(None) or shipped()
