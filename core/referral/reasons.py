"""Why a step is taken: rows that people choose from, seeded from data/defaults/reasons.yaml."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import ColumnElement, Connection, and_, func, insert, not_, or_, select, update

from core import clock
from core.access import Actor, Permission
from core.work import reading
from data.tables import reason

SHIPPED = Path(__file__).parents[2] / "data" / "defaults" / "reasons.yaml"


@dataclass(frozen=True, slots=True)
class Reason:
    """One choice, with what follows from it; `who` is the side whose reason it can be."""

    id: int
    code: str
    label: str
    who: str
    needs_comment: bool
    ends_referral: bool
    stops_messages: bool
    patient_died: bool


_COLUMNS = [reason.c[name] for name in Reason.__slots__]


def reasons(actor: Actor, step: str, sides: Collection[str] = ()) -> list[Reason]:
    """The reasons in force for a step, in the order of the list: anybody's, or those that fit these sides."""
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        return in_force(db, step, sides)


def in_force(db: Connection, step: str, sides: Collection[str] = ()) -> list[Reason]:
    """The same within a transaction."""
    wanted = select(*_COLUMNS).where(reason.c.step == step, *_in_force(sides))
    return [Reason(*row) for row in db.execute(wanted.order_by(reason.c.position, reason.c.id))]


def named(db: Connection, step: str, code: str, sides: Collection[str] = ()) -> Reason | None:
    """The reason of this code for this step, if it is in force and fits these sides."""
    if not code:
        return None
    wanted = select(*_COLUMNS).where(reason.c.step == step, reason.c.code == code, *_in_force(sides))
    row = db.execute(wanted).one_or_none()
    return Reason(*row) if row else None


def _in_force(sides: Collection[str]) -> list[ColumnElement[bool]]:
    today = clock.now().date()
    begun = or_(reason.c.from_on.is_(None), reason.c.from_on <= today)
    ended = and_(reason.c.until_on.is_not(None), reason.c.until_on <= today)
    return [begun, not_(ended), *([reason.c.who.in_(["either", *sides])] if sides else [])]


def load_shipped(db: Connection) -> None:
    """Add the shipped reasons that are new, last where the group has put its list in order; correct the wording of
    those that it has not touched."""
    known = set(db.execute(select(reason.c.code)).scalars())
    lists = select(reason.c.step, func.max(reason.c.position).label("last")).group_by(reason.c.step)
    last = {row.step: row.last for row in db.execute(lists)}
    for row in _shipped():
        if row["code"] in known:
            db.execute(update(reason).where(reason.c.code == row["code"], reason.c.shipped).values(row))
        else:
            db.execute(insert(reason).values(row | {"position": last.get(row["step"], 0)}))


def _shipped() -> Iterable[dict[str, Any]]:
    for step, choices in yaml.safe_load(SHIPPED.read_text(encoding="utf-8")).items():
        for choice in choices:
            yield {
                "step": step,
                "code": choice["code"],
                "label": choice["label"],
                "needs_comment": choice.get("comment", False),
                "who": choice.get("who", "either"),
                "ends_referral": choice.get("ends", False),
                "stops_messages": choice.get("silence", False),
                "patient_died": choice.get("died", False),
            }
