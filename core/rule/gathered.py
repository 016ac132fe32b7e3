"""Facts that lie beside a referral: one statement each for a whole batch, and only where a rule asks for them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, case, exists, func, literal_column, select

from core import clock
from core.referral.tags import tags_of
from core.rule.condition import Fact
from data.tables import alert, appointment, document, message, outlook, task

Facts = dict[int, dict[str, Fact]]
Reader = Callable[[Connection, Collection[int]], Facts]


def _by_referral(rows: Iterable[Row[Any]]) -> Facts:
    """The first column is the referral, the others are facts by their names."""
    return {row[0]: {str(name): fact for name, fact in row._mapping.items() if name not in _IDS} for row in rows}


_IDS = frozenset({"referral_id", "subject_id"})


def _tags(db: Connection, ids: Collection[int]) -> Facts:
    return {number: {"tags": names} for number, names in tags_of(db, ids).items()}


def _documents(db: Connection, ids: Collection[int]) -> Facts:
    c = document.c
    later = document.alias()
    replaced = exists().where(later.c.replaces_id == c.id)
    counted = select(c.referral_id, func.count().label("documents"))
    standing = c.referral_id.in_(ids), c.withdrawn_at.is_(None), ~replaced
    return _by_referral(db.execute(counted.where(*standing).group_by(c.referral_id)))


def _visits(db: Connection, ids: Collection[int]) -> Facts:
    c = appointment.c
    counted = select(
        c.referral_id,
        func.max(case((c.state == "booked", c.starts_at))).label("visit_on"),
        func.count().filter(c.state == "missed").label("missed"),
        func.max(literal_column("1")).label("booked_once"),
    )
    found = _by_referral(db.execute(counted.where(c.referral_id.in_(ids)).group_by(c.referral_id)))
    return {number: facts | {"booked_once": True} for number, facts in found.items()}


def _tasks(db: Connection, ids: Collection[int]) -> Facts:
    c = task.c
    counted = select(
        c.subject_id, func.count().label("open_tasks"), func.count().filter(c.due_at < clock.now()).label("late_tasks")
    ).where(c.subject == "referral", c.subject_id.in_(ids), c.state == "open")
    return _by_referral(db.execute(counted.group_by(c.subject_id)))


def _messages(db: Connection, ids: Collection[int]) -> Facts:
    c = message.c
    lost = c.state.in_(["dead", "in_doubt"])
    counted = select(c.subject_id, func.count().label("messages"), func.count().filter(lost).label("unsent"))
    about = [c.subject == "referral", c.subject_id.in_(ids), c.state != "withheld"]
    return _by_referral(db.execute(counted.where(*about).group_by(c.subject_id)))


def _alerts(db: Connection, ids: Collection[int]) -> Facts:
    c = alert.c
    counted = select(c.referral_id, func.count().label("open_alerts"))
    standing = c.referral_id.in_(ids), c.settled_at.is_(None)
    return _by_referral(db.execute(counted.where(*standing).group_by(c.referral_id)))


def _outlook(db: Connection, ids: Collection[int]) -> Facts:
    c = outlook.c
    rows = db.execute(select(c.referral_id, c.chance).where(c.referral_id.in_(ids), c.chance.is_not(None)))
    return {number: {"chance": round(chance * 100)} for number, chance in rows}


READERS: Mapping[str, Reader] = {
    "tags": _tags,
    "documents": _documents,
    "visits": _visits,
    "tasks": _tasks,
    "messages": _messages,
    "alerts": _alerts,
    "outlook": _outlook,
}
COUNTED: Mapping[str, Fact] = {
    "documents": 0,
    "missed": 0,
    "booked_once": False,
    "open_tasks": 0,
    "late_tasks": 0,
    "messages": 0,
    "unsent": 0,
    "open_alerts": 0,
}
"""What a referral has that has nothing to count."""
