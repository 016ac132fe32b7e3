"""What belongs to a patient and follows them from one record to another, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select, true, update

from data.tables import arrival, document, incoming, message, patient, push_subscription, referral, task

EACH = true()


@dataclass(frozen=True, slots=True)
class Link:
    """A column that says whose a row is; `counts` are the words for one and for several, where people count them."""

    name: str
    table: Table
    column: str = "patient_id"
    where: ColumnElement[bool] = EACH
    counts: tuple[str, str] = ("", "")


LINKS = (
    Link("referral", referral, counts=("referral", "referrals")),
    Link("document", document, counts=("document", "documents")),
    Link("message", message, counts=("message", "messages")),
    Link("incoming", incoming, counts=("answer", "answers")),
    Link("task", task, counts=("task", "tasks")),
    Link("arrival", arrival, counts=("item from the inbox", "items from the inbox")),
    Link("telephone", push_subscription, counts=("telephone that shows messages", "telephones that show messages")),
    Link("task about", task, "subject_id", task.c.subject == "patient"),
    Link("message about", message, "subject_id", message.c.subject == "patient"),
    Link("incoming about", incoming, "subject_id", incoming.c.subject == "patient"),
    Link("merged", patient, "merged_into_id", counts=("record merged earlier", "records merged earlier")),
)

Moved = Mapping[str, Sequence[int]]


def move(db: Connection, before: int, after: int) -> Moved:
    """Everything of one record is the other's from now on; which rows that were."""
    return {link.name: ids for link in LINKS if (ids := _move(db, link, before, after))}


def move_back(db: Connection, moved: Moved, before: int, after: int) -> None:
    """These rows again, as far as they still are where they were moved to."""
    for link in LINKS:
        if ids := moved.get(link.name):
            _move(db, link, before, after, link.table.c.id.in_(ids))


def counted(db: Connection, patient_id: int) -> list[str]:
    """What would follow, in words: 3 referrals."""
    found = [(link, _count(db, link, patient_id)) for link in LINKS if link.counts[0]]
    return [said(link.counts, n) for link, n in found if n]


def told(moved: Moved) -> list[str]:
    """What followed, in the same words."""
    return [said(link.counts, len(moved[link.name])) for link in LINKS if link.counts[0] and moved.get(link.name)]


def said(counts: tuple[str, str], n: int) -> str:
    """1 referral, 3 referrals."""
    return f"{n:,} {counts[n != 1]}"


def _move(db: Connection, link: Link, before: int, after: int, also: ColumnElement[bool] = EACH) -> list[int]:
    column: Any = link.table.c[link.column]
    moved = update(link.table).where(column == before, link.where, also).values({link.column: after})
    return sorted(db.execute(moved.returning(link.table.c.id)).scalars())


def _count(db: Connection, link: Link, patient_id: int) -> int:
    column: Any = link.table.c[link.column]
    return int(db.execute(select(func.count()).where(column == patient_id, link.where)).scalar_one())
