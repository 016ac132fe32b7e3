"""The newest rows of some sites: a few of each site first, because no index holds many sites in one order."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select, union_all


def newest(
    table: Table, sites: Collection[int] | None, asked: Collection[ColumnElement[bool]], limit: int
) -> Select[Any]:
    """The ids of at least the `limit` newest rows of these sites, or of the whole table with None."""
    c = table.c
    wanted = select(c.id).where(*asked).order_by(c.id.desc()).limit(limit)
    if sites is None:
        return wanted
    each = [wanted.where(c.site_id == site).subquery() for site in sorted(sites)] or [wanted.where(c.id < 0).subquery()]
    return select(union_all(*(select(part.c.id) for part in each)).subquery().c.id)
