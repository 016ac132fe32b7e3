"""Why a step is taken: rows that people choose from, seeded from data/defaults/reasons.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, insert, or_, select, update

from core import clock
from core.access import Actor, Permission
from core.work import reading
from data.tables import reason

SHIPPED = Path(__file__).parents[2] / "data" / "defaults" / "reasons.yaml"


@dataclass(frozen=True, slots=True)
class Reason:
    """One choice, with what follows from it."""

    id: int
    code: str
    label: str
    needs_comment: bool
    ends_referral: bool
    stops_messages: bool
    patient_died: bool


_COLUMNS = [reason.c[name] for name in Reason.__slots__]


def reasons(actor: Actor, step: str) -> list[Reason]:
    """The reasons in force for a step, in the order they were shipped."""
    actor.must(Permission.REFERRAL_READ)
    today = clock.now().date()
    in_force = [
        reason.c.step == step,
        or_(reason.c.from_on.is_(None), reason.c.from_on <= today),
        or_(reason.c.until_on.is_(None), reason.c.until_on > today),
    ]
    with reading() as db:
        rows = db.execute(select(*_COLUMNS).where(*in_force).order_by(reason.c.id))
        return [Reason(*row) for row in rows]


def named(db: Connection, step: str, code: str) -> Reason | None:
    """The reason of this code for this step."""
    row = db.execute(select(*_COLUMNS).where(reason.c.step == step, reason.c.code == code)).one_or_none()
    return Reason(*row) if row else None


def load_shipped(db: Connection) -> None:
    """Add the shipped reasons that are new; correct the wording of those not touched by the group."""
    known = set(db.execute(select(reason.c.code)).scalars())
    for row in _shipped():
        if row["code"] in known:
            db.execute(update(reason).where(reason.c.code == row["code"], reason.c.shipped).values(row))
        else:
            db.execute(insert(reason).values(row))


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
