"""The open referrals stage by stage, as a board of cards shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from core.access import Actor, Permission
from core.referral.board import rows, rows_of
from core.referral.fitting import fitting, standing
from core.referral.moves import Moves, moves
from core.referral.row import Row
from core.referral.stage import Stage
from core.referral.wanted import Wanted
from core.work import reading
from core.workflow import Workflow, as_of
from data.prepared import prepared
from data.tables import referral

DEEP = 40
"""How many cards a stage shows; the list has them all."""


@dataclass(frozen=True, slots=True)
class Card:
    """One referral, and where this person may move it by which steps."""

    row: Row
    moves: Moves


@dataclass(frozen=True, slots=True)
class Lane:
    """The soonest due of one stage, and how many stand there altogether."""

    cards: tuple[Card, ...] = ()
    whole: int = 0


def lanes(actor: Actor, wanted: Wanted, deep: int = DEEP) -> dict[Stage, Lane]:
    """The stages where something that is wanted stands, in one statement."""
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        found = _found(db, actor, wanted, deep)
        here = rows_of(db, found)
        flow = as_of(db, found[0]["workflow"] if found else None)
    known: dict[Any, Moves] = {}
    cards: dict[Stage, list[Card]] = {}
    for row in here:
        cards.setdefault(row.now.stage, []).append(Card(row, _moves(actor, row, flow, known)))
    whole = {Stage(each["stage"]): each["whole"] for each in found}
    return {stage: Lane(tuple(several), whole[stage]) for stage, several in cards.items()}


def _found(db: Connection, actor: Actor, wanted: Wanted, deep: int) -> Sequence[Any]:
    if wanted.searches:
        return db.execute(_cards(actor, wanted, deep)).mappings().all()
    return _look(actor, wanted, deep).all(db)


def _cards(actor: Actor, wanted: Wanted, deep: int) -> Select[Any]:
    c = referral.c
    ranked = (
        select(
            c.id,
            func.row_number().over(partition_by=c.stage, order_by=(c.due_at, c.id)).label("place"),
            func.count().over(partition_by=c.stage).label("whole"),
        )
        .where(*fitting(actor, wanted), *standing("open"))
        .subquery()
    )
    shown = rows(actor).add_columns(ranked.c.whole).join(ranked, ranked.c.id == c.id)
    return shown.where(ranked.c.place <= deep).order_by(c.due_at, c.id)


_look = prepared(_cards)


def _moves(actor: Actor, row: Row, flow: Workflow, known: dict[Any, Moves]) -> Moves:
    """Worked out once for all that stand alike: hundreds of cards have a handful of answers."""
    now = row.now
    alike = (now.direction, now.stage, now.site_id, now.from_site_id, now.held)
    if alike not in known:
        known[alike] = moves(actor, now, flow)
    return known[alike]
