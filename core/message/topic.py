"""What was said of a topic decides what is said now: nothing twice, and no correction of what nobody heard."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from core.text import NOTHING, Purpose, purposes
from data.tables import appointment, message

LEFT = frozenset({"sending", "sent", "in_doubt"})
"""States of what somebody has read, or may have."""
LATELY = timedelta(hours=12)
"""Within so long of being told, nobody needs to be reminded."""
NOBODY_KNEW = "Not sent: nobody had been told of this appointment."
KNOWN_ALREADY = "Not sent: this time was told before and still holds."
TOLD_LATELY = "Not sent: the patient was told of this appointment only hours before."
NEWER = "Not sent: what is newer was written before this left."
Key = tuple[int, str, str]
"""Which referral, for whom, and of which topic."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The appointment that a message tells."""

    id: int
    uid: str
    starts_at: datetime
    minutes: int
    moves: int


@dataclass(slots=True)
class Said:
    """A message of a topic as it stands."""

    key: str
    event_id: int
    template: str
    state: str
    at: datetime
    visit: Visit | None

    @property
    def holds(self) -> bool:
        """Whether whoever read it expects a visit."""
        return bool(purposes()[self.template].holds)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is to be said: by which text, or `why` nothing is, what it overtakes, and which visit they still expect."""

    text: str
    why: str = ""
    overtakes: tuple[str, ...] = ()
    believed: Visit | None = None


def weigh(
    purpose: Purpose, visit: Visit | None, event_id: int, said: Sequence[Said], now: datetime, *, again: bool = False
) -> Weighed:
    """What to make of a text that an event asks for, once what was said of its topic before is known.

    `again`: it comes because of the time alone, and is to be said although it was said before.
    """
    if any(one.event_id > event_id for one in said):
        return Weighed(purpose.name, NEWER)
    if purpose.again or again:
        lately = _told_lately(visit, said, now)
        return Weighed(purpose.name, TOLD_LATELY) if lately else Weighed(purpose.name, "", _waiting(said))
    believed = _believed(visit, said, now)
    if believed is None and purpose.unheard and _is_unheard_of(visit, said):
        if purpose.unheard == NOTHING:
            return Weighed(purpose.name, NOBODY_KNEW, _waiting(said))
        return Weighed(purpose.unheard, "", _waiting(said))
    if believed is None:
        return Weighed(purpose.name, "", _waiting(said))
    known = purpose.holds and visit is not None and believed.starts_at == visit.starts_at
    return Weighed(purpose.heard or purpose.name, KNOWN_ALREADY if known else "", _waiting(said), believed)


def _waiting(said: Iterable[Said]) -> tuple[str, ...]:
    return tuple(one.key for one in said if one.state == "waiting")


def _is_unheard_of(visit: Visit | None, said: Iterable[Said]) -> bool:
    """Whether all that was said of this visit still waits; of what failed somebody may have been told by telephone."""
    about = [one.state for one in said if visit and one.visit and one.visit.uid == visit.uid]
    return bool(about) and set(about) == {"waiting"}


def _told_lately(visit: Visit | None, said: Iterable[Said], now: datetime) -> bool:
    """Or about to be."""
    same = (one for one in said if visit and one.holds and one.visit and one.visit.starts_at == visit.starts_at)
    return any(one.state == "waiting" or (one.state in LEFT and now - one.at < LATELY) for one in same)


def _believed(visit: Visit | None, said: Sequence[Said], now: datetime) -> Visit | None:
    """The visit that they expect by the last that left, unless it is over and another one than this."""
    last = next((one for one in reversed(said) if one.state in LEFT), None)
    if last is None or last.visit is None or not last.holds:
        return None
    same = visit is not None and last.visit.uid == visit.uid
    return last.visit if same or last.visit.starts_at > now else None


class Threads:
    """What was said of each topic about some referrals; what is asked for meanwhile is noted, as if it waited."""

    def __init__(self, several: Iterable[tuple[Key, Said]] = ()) -> None:
        self._said: dict[Key, list[Said]] = defaultdict(list)
        self._by_key: dict[str, Said] = {}
        for key, said in several:
            self._add(key, said)

    def of(self, key: Key) -> list[Said]:
        """In the order in which it was said; what was withheld was not."""
        return [one for one in self._said[key] if one.state != "withheld"]

    def note(self, key: Key, said: Said, overtakes: Collection[str]) -> None:
        """It waits from now on, and what it overtakes is not sent."""
        for name in overtakes:
            self.left(name, "withheld")
        self._add(key, said)

    def left(self, name: str, state: str) -> None:
        """What became of one, by its key in the outbox."""
        if name in self._by_key:
            self._by_key[name].state = state

    def _add(self, key: Key, said: Said) -> None:
        self._said[key].append(said)
        self._by_key[said.key] = said


@cache
def topics() -> dict[str, list[str]]:
    """The texts of each topic."""
    found = defaultdict(list)
    for name, purpose in purposes().items():
        if purpose.topic:
            found[purpose.topic].append(name)
    return dict(found)


def topic_of(template: str) -> str:
    """Of which topic a text is; of none that is shipped no more."""
    return purposes()[template].topic if template in purposes() else ""


def threads(db: Connection, referral_ids: Collection[int], *, holding: bool = False) -> Threads:
    """What stands in the outbox about these referrals; what did not leave and will not was never said.

    `holding`: what waits goes on waiting until this transaction has decided what becomes of it.
    """
    c, a = message.c, appointment.c
    if not referral_ids:
        return Threads()
    named = [name for several in topics().values() for name in several]
    about = (c.subject == "referral", c.subject_id.in_(referral_ids), c.template.in_(named))
    if holding:
        db.execute(select(c.id).where(*about, c.state == "waiting").order_by(c.id).with_for_update())
    wanted = (
        select(c.subject_id, c.audience, c.key, c.event_id, c.template, c.state, c.created_at)
        .add_columns(a.id, a.uid, a.starts_at, a.minutes, a.moves)
        .outerjoin(appointment, a.id == c.appointment_id)
        .where(*about, c.state != "withheld", c.event_id.is_not(None))
        .order_by(c.id)
    )
    return Threads(_read(row) for row in db.execute(wanted))


def _read(row: Any) -> tuple[Key, Said]:
    number, audience, key, event_id, template, state, at, *visit = row
    said = Said(key, event_id, template, state, at, Visit(*visit) if visit[0] is not None else None)
    return (number, audience, purposes()[template].topic), said
