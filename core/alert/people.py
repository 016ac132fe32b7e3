"""Who is told at each level of a site: those who are here and have an address, else who stands in for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from core import clock
from core.access import MAY, Permission, Role
from core.alert.model import Level
from core.people import back_on
from core.settings import settings
from data.tables import account, account_site


@dataclass(frozen=True, slots=True)
class Person:
    """An account that may still come in; `away` on the group's own day."""

    id: int
    name: str
    address: str
    role: Role
    sites: frozenset[int]
    every_site: bool
    away: bool
    stand_in_id: int | None

    def may(self, permission: Permission, site_id: int) -> bool:
        """Whether their role allows it, at this site."""
        return permission in MAY[self.role] and (self.every_site or site_id in self.sites)

    @property
    def reachable(self) -> bool:
        """Here, with an address."""
        return bool(self.address) and not self.away


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody to tell, and whom they stand in for."""

    person: Person
    instead_of: Person | None = None

    @property
    def called(self) -> str:
        """By name, and for whom."""
        return f"{self.person.name} for {self.instead_of.name}" if self.instead_of else self.person.name


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody of the group, read once for a pass."""

    people: Mapping[int, Person]

    def level(self, level: Level, site_id: int, owner_id: int | None) -> list[Person]:
        """Whom a level is, before anybody asks whether they can be reached."""
        everybody = self.people.values()
        match level:
            case Level.OWNER:
                owner = self.people.get(owner_id or 0)
                if owner and owner.may(Permission.REFERRAL_HANDLE, site_id):
                    return [owner]
                return [each for each in everybody if each.may(Permission.REFERRAL_HANDLE, site_id) and not _runs(each)]
            case Level.MANAGER:
                return [each for each in everybody if each.may(Permission.REFERRAL_HANDLE, site_id) and _runs(each)]
            case Level.OPERATOR:
                operators = (each for each in everybody if each.role is Role.OPERATOR)
                return [each for each in operators if each.may(Permission.REFERRAL_COUNT, site_id)]

    def to_tell(self, wanted: Iterable[Person], site_id: int, told: Iterable[int]) -> tuple[list[Chosen], list[str]]:
        """Who of them is told, each once and nobody who knows already; and why others are passed over, in words."""
        known, chosen, passed = set(told), dict[int, Chosen](), list[str]()
        for one in wanted:
            found = self._reached(one, site_id)
            if found is None:
                passed.append(f"{one.name} {'is away' if one.away else 'has no e-mail address'}")
            elif found.person.id not in known:
                chosen.setdefault(found.person.id, found)
        return list(chosen.values()), passed

    def _reached(self, one: Person, site_id: int) -> Chosen | None:
        if one.reachable:
            return Chosen(one)
        other = self.people.get(one.stand_in_id or 0)
        if other and other.reachable and other.may(Permission.REFERRAL_COUNT, site_id):
            return Chosen(other, one)
        return None


def staff_of(db: Connection) -> Staff:
    """Everybody who may still come in, by name, in two statements."""
    c, today = account.c, clock.local(clock.now(), settings().time_zone.key).date()
    places: dict[int, set[int]] = {}
    for account_id, site_id in db.execute(select(account_site.c.account_id, account_site.c.site_id)):
        places.setdefault(account_id, set()).add(site_id)
    rows = db.execute(select(account).where(c.disabled_at.is_(None)).order_by(c.name, c.id))
    return Staff({row.id: _person(row, places.get(row.id, set()), today) for row in rows})


def _person(row: Any, places: set[int], today: date) -> Person:
    away = back_on(row.away_from_on, row.away_until_on, today) is not None
    role, sites = Role(row.role), frozenset(places)
    return Person(row.id, row.name, row.email, role, sites, row.every_site, away, row.stand_in_id)


def _runs(one: Person) -> bool:
    return one.role is Role.MANAGER
