"""Clocks to be worked out anew: asked for when deadlines or opening hours change, done by the jobs process."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.work import reading
from data.tables import reckoning


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come: clocks done and all there are, none of them known before it began."""

    done: int
    whole: int
    asked_at: datetime

    @property
    def share(self) -> float:
        """Between nothing and one."""
        return min(self.done / self.whole, 1.0) if self.whole else 0.0


def ask_anew(db: Connection, actor: Actor, what: str = "", site_id: int | None = None) -> None:
    """Let the clocks for one thing, or of one site, or both, be worked out anew."""
    row = {"what": what, "site_id": site_id, "asked_by_id": actor.account_id, "asked_at": clock.now()}
    db.execute(insert(reckoning).values(row))


def progress(actor: Actor) -> Progress | None:
    """What is being worked out for the actor's sites just now, taken together."""
    actor.must(Permission.WORKFLOW_EDIT)
    c = reckoning.c
    mine = or_(c.site_id.is_(None), at_my_sites(actor, c.site_id))
    sums = func.sum(c.done), func.sum(func.coalesce(c.whole, 0)), func.min(c.asked_at)
    with reading() as db:
        done, whole, asked_at = db.execute(select(*sums).where(c.ended_at.is_(None), mine)).one()
    return Progress(int(done), int(whole), asked_at) if asked_at is not None else None
