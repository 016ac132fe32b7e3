"""Whom a person may give a referral to."""

from core.access import Actor, Permission
from core.referral.current import Current
from core.referral.owner import owns
from core.referral.queries import Owner, owners


def takers(actor: Actor, now: Current) -> list[Owner | None]:
    """Others who may own it from now on, the actor first; None is the site's pool. Nobody where the role has no say."""
    actor.must(Permission.REFERRAL_READ)
    if not actor.may(Permission.REFERRAL_HANDLE, at=now.site_id):
        return []
    if not (owns(actor, now) or actor.may(Permission.REFERRAL_ASSIGN, at=now.site_id)):
        return [Owner(actor.account_id, actor.name)] if actor.account_id and now.owner_id is None else []
    people = [owner for owner in owners(actor, now.site_id) if owner.id != now.owner_id]
    people.sort(key=lambda owner: owner.id != actor.account_id)
    return [*people, None] if now.owner_id else [*people]
