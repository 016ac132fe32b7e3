"""What went out and what came in, as one: about a referral whole, of a patient a page at a time, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Select, and_, literal, or_, select, tuple_, union_all

from core import conversation, message
from core.access import Actor, Permission, at_my_sites, my_patients, my_referrals, one_patient
from core.audit import About, note_read
from core.conversation import Incoming
from core.errors import NotFound
from core.message import Line
from core.spoken import Spoken
from core.work import reading
from data.base import Moment
from data.tables import incoming, patient, referral
from data.tables import message as outgoing

PAGE = 50
Place = tuple[datetime, int]
"""Where a list goes on: a moment, and which of those in it; messages that left have even numbers, answers odd ones."""


class Direction(Spoken):
    """Which way it went."""

    OUT = "out", "Sent by us"
    IN = "in", "Received"


@dataclass(frozen=True, slots=True)
class Said:
    """A message that left, or an answer that came in: one of the two."""

    at: datetime
    line: Line | None = None
    answer: Incoming | None = None

    @classmethod
    def of(cls, one: Line | Incoming) -> Self:
        """At the moment at which it was written, or came."""
        return cls(one.created_at, line=one) if isinstance(one, Line) else cls(one.came_at, answer=one)

    @property
    def place(self) -> Place:
        """Where it stands in a list."""
        return self.at, (self.line.id * 2 if self.line else self.answer.id * 2 + 1 if self.answer else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of a patient's log is looked at."""

    channel: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class LogPage:
    """Newest first; `after` asks for the next page and is None on the last one."""

    said: list[Said]
    after: Place | None


def of_referral(actor: Actor, referral_id: int) -> list[Said]:
    """All of one referral, newest first."""
    return _newest_first(message.of(actor, "referral", referral_id), conversation.of_referral(actor, referral_id))


def of_arrival(actor: Actor, arrival_id: int) -> list[Said]:
    """All of one arrival, newest first."""
    return _newest_first(message.of(actor, "arrival", arrival_id), conversation.of_arrival(actor, arrival_id))


def of_patient(actor: Actor, patient_id: int, wanted: Wanted, after: Place | None = None, limit: int = PAGE) -> LogPage:
    """A page of everything that was written to a patient and about them, and what came back, at the actor's sites."""
    actor.must(Permission.MESSAGE_READ)
    with reading() as db:
        if db.execute(select(patient.c.id).where(patient.c.id == patient_id, my_patients(actor))).first() is None:
            raise NotFound("There is no such patient at your sites.")
        found = _page(db, actor, patient_id, wanted, after, limit + 1)
    note_read(actor, About("patient", patient_id, None, patient_id))
    return LogPage(found[:limit], found[limit - 1].place if len(found) > limit else None)


def _page(db: Connection, actor: Actor, patient_id: int, wanted: Wanted, after: Place | None, limit: int) -> list[Said]:
    sides = {
        Direction.OUT: _asked(outgoing, outgoing.c.created_at, 0, actor, patient_id, wanted.channel),
        Direction.IN: _asked(incoming, incoming.c.came_at, 1, actor, patient_id, wanted.channel),
    }
    chosen = [side for way, side in sides.items() if wanted.direction in ("", way)]
    parts = [select(_newest(side, after, limit).subquery()) for side in chosen]
    both = union_all(*parts).subquery()
    rows = db.execute(select(both).order_by(both.c.at.desc(), both.c.number.desc()).limit(limit)).all()
    ids = [row.number for row in rows]
    out = message.lines(db, [number // 2 for number in ids if number % 2 == 0])
    return _newest_first(out, conversation.lines(db, [number // 2 for number in ids if number % 2]))


def _newest_first(out: Iterable[Line], back: Iterable[Incoming]) -> list[Said]:
    both: list[Line | Incoming] = [*out, *back]
    return sorted(map(Said.of, both), key=lambda each: each.place, reverse=True)


def _asked(table: Any, at: ColumnElement[Any], odd: int, actor: Actor, patient_id: int, channel: str) -> Select[Any]:
    c = table.c
    of_mine = select(referral.c.id).where(my_referrals(actor))
    scope = or_(at_my_sites(actor, c.site_id), and_(c.subject == "referral", c.subject_id.in_(of_mine)))
    asked = select(at.label("at"), (c.id * 2 + odd).label("number"))
    asked = asked.where(c.patient_id.in_(one_patient(patient_id)), scope)
    return asked.where(c.channel == channel) if channel else asked


def _newest(side: Select[Any], after: Place | None, limit: int) -> Select[Any]:
    at, number = side.selected_columns
    if after is not None:
        side = side.where(tuple_(at, number) < tuple_(literal(after[0], Moment()), after[1]))
    return side.order_by(at.desc(), number.desc()).limit(limit)
