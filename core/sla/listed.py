"""The deadlines as a page shows them: each a sentence, grouped by what is due, with who may change it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from core.access import Actor, Permission, at_my_sites
from core.directory.terms import Urgency
from core.sla.policy import Policy, scope_words
from core.sla.stored import policy_of
from core.sla.what import What
from core.work import reading
from data.tables import deadline, provider, site


@dataclass(frozen=True, slots=True)
class Listed:
    """One deadline, with the names of its site and practice; `mine` is whether this person may change it."""

    policy: Policy
    site: str
    provider: str
    edited: bool
    mine: bool

    @property
    def what(self) -> str:
        """What is due."""
        return What(self.policy.scope.what).label

    @property
    def whom(self) -> str:
        """Urgent endodontics, or everything."""
        scope = self.policy.scope
        said = scope_words(scope, {scope.provider_id: self.provider} if scope.provider_id else {})
        return said[0].upper() + said[1:]

    @property
    def pauses(self) -> str:
        """When its clock stands still."""
        waits = self.policy.pauses_waiting and "while information is awaited"
        held = self.policy.pauses_held and "on hold"
        return " and ".join(words for words in (held, waits) if words)


def deadlines(actor: Actor) -> list[Listed]:
    """Those for the group and those of the actor's sites, by what is due, the most general first."""
    actor.must(Permission.WORKFLOW_EDIT)
    c = deadline.c
    wanted = (
        select(deadline, site.c.name.label("site"), provider.c.name.label("provider"))
        .outerjoin(site, site.c.id == c.site_id)
        .outerjoin(provider, provider.c.id == c.provider_id)
        .where(or_(c.site_id.is_(None), at_my_sites(actor, c.site_id)))
    )
    with reading() as db:
        rows = db.execute(wanted).all()
    found = [_listed(actor, row) for row in rows]
    return sorted(found, key=lambda each: (list(What).index(What(each.policy.scope.what)), _place(each)))


def _listed(actor: Actor, row: Any) -> Listed:
    policy = policy_of(row)
    mine = actor.every_site or policy.scope.site_id is not None
    return Listed(policy, row.site or "", row.provider or "", policy.shipped and policy.version > 1, mine)


def _place(each: Listed) -> tuple[object, ...]:
    scope = each.policy.scope
    pressing = ["", *Urgency].index(scope.urgency)
    return each.site, scope.weight, each.provider, scope.specialty, scope.direction, pressing
