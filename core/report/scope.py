"""What a report is about: the group, a site, or one practice outside as a site knows it; and who may see that."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_

from core.access import Actor, Permission, at_my_sites
from core.directory import Calendar, calendar, site_name
from core.directory.providers import provider_name
from core.errors import NotAllowed
from core.settings import settings
from core.spoken import Spoken


class Reach(Spoken):
    """How far a kind of report reaches."""

    GROUP = "group", "The group"
    SITE = "site", "A site"
    PRACTICE = "practice", "A practice that refers"


@dataclass(frozen=True, slots=True)
class Scope:
    """Without a site it is of every site."""

    site_id: int | None = None
    provider_id: int | None = None

    @property
    def spelt(self) -> str:
        """As it is kept, one spelling for each."""
        parts = (
            f"site:{self.site_id}" if self.site_id else "",
            f"provider:{self.provider_id}" if self.provider_id else "",
        )
        return "/".join(part for part in parts if part) or "group"

    def must(self, actor: Actor, permission: Permission) -> None:
        """Refuse what somebody may not do here; what is of every site is theirs who answer for every site."""
        actor.must(permission, at=self.site_id)
        if self.site_id is None and not actor.every_site:
            raise NotAllowed("This is about every site, and you work at some. Choose one of yours.")


@dataclass(frozen=True, slots=True)
class Place:
    """A scope with its names and the calendar that its days are counted by."""

    scope: Scope
    site: str
    practice: str
    calendar: Calendar


def place_of(db: Connection, scope: Scope) -> Place:
    """Looked up; the group keeps office hours in its own zone."""
    here = calendar(db, scope.site_id) if scope.site_id else Calendar(settings().time_zone.key)
    return Place(scope, site_name(db, scope.site_id), provider_name(db, scope.provider_id), here)


def within(actor: Actor, site_id: ColumnElement[int | None]) -> ColumnElement[bool]:
    """Rows about the actor's sites; about every site for who works at every one."""
    mine = at_my_sites(actor, site_id)
    return mine | site_id.is_(None) if actor.every_site else and_(mine, site_id.is_not(None))
