"""Who asks, and about what: people and rows of the group that is measured."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select, text

from bench.group import Plan
from core.access import Actor, Role, machine
from core.demo.furnish.base import House as Demo
from core.settings import settings
from core.work import reading
from data.tables import referral

JOB = machine("job:bench")


@dataclass(frozen=True)
class House:
    """The group as its people know it."""

    plan: Plan

    @property
    def is_sqlite(self) -> bool:
        """All the work of SQLite is our process's own."""
        return settings().database_url.startswith("sqlite")

    @cached_property
    def demo(self) -> Demo:
        """Its people by username, its sites by code."""
        return Demo.found(JOB)

    @cached_property
    def mia(self) -> Actor:
        """Manages two sites."""
        return self.demo.people["mia"]

    @cached_property
    def cleo(self) -> Actor:
        """Operates every site, and sees numbers of all of them."""
        return self.demo.people["cleo"]

    @cached_property
    def everywhere(self) -> Actor:
        """Somebody who coordinates all sites: nobody sees more."""
        return Actor("account:1", "Ana", Role.COORDINATOR, frozenset(self.demo.sites.values()), account_id=1)

    def some(self, at: Actor, *where: Any, count: int = 1) -> list[int]:
        """Referrals at somebody's sites of which this holds, the latest first."""
        here = referral.c.site_id.in_(at.sites), *where
        with reading() as db:
            found = select(referral.c.id).where(*here).order_by(referral.c.id.desc()).limit(count)
            return [int(number) for number in db.execute(found).scalars()]

    def ask(self, question: str, **given: Any) -> Any:
        """One value."""
        with reading() as db:
            return db.execute(text(question), given).scalar_one()
