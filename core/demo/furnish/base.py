"""What a furnishing of the demo group is, and the house it finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from sqlalchemy import select

from core.access import Actor, Role
from core.directory import every_site
from core.work import reading
from data.tables import account, account_site


@dataclass(frozen=True, slots=True)
class House:
    """The demo group as its people know it: actors by username, ids of sites by code."""

    people: Mapping[str, Actor]
    sites: Mapping[str, int]

    @classmethod
    def found(cls, actor: Actor) -> Self:
        """As it stands in the database."""
        sites = {site.code: site.id for site in every_site(actor)}
        with reading() as db:
            places: dict[int, set[int]] = {}
            for account_id, site_id in db.execute(select(account_site.c.account_id, account_site.c.site_id)):
                places.setdefault(account_id, set()).add(site_id)
            rows = db.execute(select(account)).all()
        people = {
            row.username: Actor(
                f"account:{row.id}",
                row.name,
                Role(row.role),
                frozenset(sites.values() if row.every_site else places.get(row.id, ())),
                row.every_site,
                row.id,
            )
            for row in rows
        }
        return cls(people, sites)


class Furnishing:
    """One kind of thing that the demo group has."""

    def furnish(self, house: House) -> None:
        """Add it as its people would."""
        raise NotImplementedError
