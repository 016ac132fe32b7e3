"""How far the audit chain reaches: what is sealed, what is younger, and the last head kept outside the database."""

from dataclasses import dataclass

from sqlalchemy import func, select

from core.access import Actor, Permission
from core.audit.anchor import anchors
from core.audit.chain import ONLY
from core.work import reading
from data.tables import chain, event


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts of the whole group's events; `anchored_on` is empty while no head was kept outside."""

    sealed: int
    younger: int
    anchored_on: str


def standing(actor: Actor) -> Standing:
    """What the chain counts, not proved again: `python -m core audit verify` proves it."""
    actor.must(Permission.AUDIT_READ)
    with reading() as db:
        sealed = db.execute(select(chain.c.position).where(chain.c.id == ONLY)).scalar_one()
        events = db.execute(select(func.count()).select_from(event)).scalar_one()
    kept = anchors()
    return Standing(sealed, events - sealed, kept[-1].on if kept else "")
