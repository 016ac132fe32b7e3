"""A worklist on paper, for a day without computers: who is to be followed up, and by which telephone number."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.access import Actor, Permission
from core.errors import NotFound
from core.field import phone_shown
from core.referral.board import board
from core.referral.exporting import leaving
from core.referral.row import Row
from core.referral.stage import STAGES
from core.referral.wanted import Wanted
from core.work import reading
from data.tables import patient_contact

PRINTED = 300
"""As many as somebody works through on paper."""


@dataclass(frozen=True, slots=True)
class Line:
    """One referral, and how its patient is reached by telephone."""

    row: Row
    phone: str


@dataclass(frozen=True, slots=True)
class Worklist:
    """Lines under the names they stand under; `more` is whether there were too many to print."""

    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    count: int
    more: bool


def worklist(actor: Actor, wanted: Wanted, by: str = "owner") -> Worklist:
    """What is wanted in the order it is due, under its owners or its stages; that it was printed is kept."""
    actor.must(Permission.PATIENT_READ)
    page = board(actor, wanted, PRINTED)
    if not page.rows:
        raise NotFound("No referral fits these filters, so there is nothing to print.")
    phones = _phones([row.now.patient_id for row in page.rows])
    leaving(actor, wanted, Counter(row.now.site_id for row in page.rows), "worklist")
    groups: dict[str, list[Line]] = {}
    for row in sorted(page.rows, key=_ORDERS.get(by, _ORDERS["owner"])):
        name = row.stage_label if by == "stage" else row.owner or "Nobody yet"
        groups.setdefault(name, []).append(Line(row, phones.get(row.now.patient_id, "")))
    kept = tuple((name, tuple(lines)) for name, lines in groups.items())
    return Worklist(kept, len(page.rows), page.next is not None)


_ORDERS: dict[str, Callable[[Row], Any]] = {
    "owner": lambda row: (not row.owner, row.owner.casefold()),
    "stage": lambda row: list(STAGES).index(row.now.stage),
}


def _phones(patient_ids: list[int]) -> dict[int, str]:
    """The preferred number of each."""
    c = patient_contact.c
    theirs = select(c.patient_id, c.address).where(c.patient_id.in_(patient_ids), c.channel == "phone")
    with reading() as db:
        found = db.execute(theirs.order_by(c.preferred, c.id.desc())).all()
    return {row.patient_id: phone_shown(row.address) for row in found}
