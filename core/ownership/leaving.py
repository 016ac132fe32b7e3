"""Somebody goes, or no longer works at a site: never without saying who takes over what they have open there."""

from sqlalchemy import Connection, select

from core.access import MAY, Actor, Permission, staff
from core.errors import Lacking
from core.ownership.handover import move
from core.ownership.held import Held, Work, total, work_of
from core.ownership.taker import Taker
from core.ownership.whose import hold, whose
from core.people import Details, accounts
from core.work import work
from data.tables import account, account_site


def disable(actor: Actor, account_id: int, to: Taker | None = None, reason: str = "") -> None:
    """Let nobody in with this account, and give what it has open to whoever takes over."""
    with work() as db:
        hold(db, account_id, to.account_id if to else None)
        accounts.disable(db, actor, account_id)
        _leave(db, actor, account_id, to, reason)


def change(
    actor: Actor, account_id: int, version: int, details: Details, to: Taker | None = None, reason: str = ""
) -> None:
    """Change somebody's account as it was read; what they have open where they no longer work goes to `to`."""
    with work() as db:
        hold(db, account_id, to.account_id if to else None)
        accounts.change(db, actor, account_id, version, details)
        _leave(db, actor, account_id, to, reason)


def left_behind(held: Held, after: Details) -> dict[int | None, Work]:
    """What of somebody's work lies where they would not work on it any more, were their account like this."""
    handles = Permission.REFERRAL_HANDLE in MAY[after.role]
    return {
        place: one
        for place, one in held.at.items()
        if not handles or not (after.every_site or place is None or place in after.sites)
    }


def _leave(db: Connection, actor: Actor, account_id: int, to: Taker | None, reason: str) -> None:
    whom = whose(db, actor, account_id)
    at = work_of(db, account_id)
    left = {place: one for place, one in at.items() if not _works(db, account_id, place)}
    if left and to is None:
        raise Lacking({"taker": f"{whom.name} has {total(left.values())} there. Choose who takes over."})
    if left and to:
        move(db, actor, whom, to, frozenset(left), reason)


def _works(db: Connection, account_id: int, site_id: int | None) -> bool:
    """Whether they still may work on what lies there; what lies nowhere is theirs as long as they work anywhere."""
    here = account_site.c.site_id
    there = staff(Permission.REFERRAL_HANDLE, here == site_id if site_id else here.is_not(None))
    return db.execute(select(account.c.id).where(account.c.id == account_id, there)).first() is not None
