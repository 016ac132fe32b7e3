"""Who may manage whom: never above one's own role, and a manager only within their own sites."""

from collections.abc import Set

from core.access import Actor, Permission, Role
from core.errors import NotAllowed

RANK = {role: rank for rank, role in enumerate(Role)}
EVERYWHERE = {Role.OPERATOR, Role.ADMIN}


def may_manage(actor: Actor, role: Role, sites: Set[int], every_site: bool) -> bool:
    """Whether the actor may make, change or end an account of this role at these sites."""
    if actor.internal:
        return True
    if actor.role is None or not actor.may(Permission.PEOPLE_MANAGE) or RANK[role] > RANK[actor.role]:
        return False
    return actor.role in EVERYWHERE or (not every_site and bool(sites) and sites <= actor.sites)


def must_manage(actor: Actor, role: Role, sites: Set[int], every_site: bool) -> None:
    """Refuse what `may_manage` denies, with a sentence."""
    actor.must(Permission.PEOPLE_MANAGE)
    if not may_manage(actor, role, sites, every_site):
        raise NotAllowed("You can manage people who work only at your own sites, up to your own role.")


def may_work_everywhere(actor: Actor) -> bool:
    """Whether the actor may let somebody work at every site."""
    return actor.internal or actor.role in EVERYWHERE


def roles_for(actor: Actor) -> list[Role]:
    """The roles the actor may give, lowest first."""
    return [role for role in Role if actor.internal or (actor.role and RANK[role] <= RANK[actor.role])]
