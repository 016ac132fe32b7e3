"""Somebody whose work is looked at or moved, and at which sites this actor has a say in it."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from core.access import Actor, Permission, Role
from core.errors import NotAllowed, NotFound
from core.people.authority import may_manage
from data.tables import account, account_site


@dataclass(frozen=True, slots=True)
class Whose:
    """A person, where they work, and the sites at which the actor may move their work; None is wherever it lies."""

    id: int
    name: str
    sites: frozenset[int]
    every_site: bool
    within: frozenset[int] | None


def hold(db: Connection, *accounts: int | None) -> None:
    """Keep everybody else from giving these people work until the transaction ends; always in the same order."""
    ids = [number for number in accounts if number is not None]
    db.execute(select(account.c.id).where(account.c.id.in_(ids)).order_by(account.c.id).with_for_update()).all()


def whose(db: Connection, actor: Actor, account_id: int) -> Whose:
    """The person; refused unless it is oneself, somebody one manages, or one gives work to others at their sites."""
    c = account.c
    row = db.execute(select(c.id, c.name, c.role, c.every_site).where(c.id == account_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such person.")
    places = db.execute(select(account_site.c.site_id).where(account_site.c.account_id == account_id)).scalars()
    sites = frozenset(places)
    return Whose(row.id, row.name, sites, row.every_site, _within(actor, row.id, Role(row.role), sites, row.every_site))


def _within(
    actor: Actor, account_id: int, role: Role, sites: frozenset[int], every_site: bool
) -> frozenset[int] | None:
    if actor.account_id == account_id or may_manage(actor, role, sites, every_site):
        return None
    shared = actor.sites if every_site else actor.sites & sites
    if shared and actor.may(Permission.REFERRAL_ASSIGN):
        return frozenset(actor.sites)
    raise NotAllowed("Their work is for them, for a coordinator at their sites, or for who manages them.")
