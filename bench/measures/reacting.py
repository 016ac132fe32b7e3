"""The reaction to what happened: sealing, rules, figures and activity, beside sealing alone."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, insert, select

from bench.house import House
from bench.measures.base import Measure, Measures
from core import rule, work
from core.audit import chain
from data.tables import event, event_text, pending

EVENTS = 100


class Reacting(Measures):
    """What people of the group did last, done once more; in milliseconds for each event."""

    writes = True

    def of(self, _house: House) -> Iterator[Measure]:
        """A hundred at a time, as the jobs process takes them."""
        sample = _sample()
        yield Measure(
            name="react to what happened",
            ours=lambda: rule.react(EVENTS),
            floor=_seal,
            before=lambda: _happen_again(sample),
            each="event",
            tries=8,
        )


def _sample() -> list[tuple[dict[str, Any], Any]]:
    """Each event with its words."""
    c = event.c
    wanted = select(event, event_text.c.words, event_text.c.salt).outerjoin(event_text, event_text.c.event_id == c.id)
    mine = c.subject == "referral", c.actor.startswith("account:"), ~c.kind.startswith("task:")
    with work.reading() as db:
        rows = db.execute(wanted.where(*mine).order_by(c.id.desc()).limit(EVENTS)).mappings().all()[::-1]
    names = [column.name for column in event.columns if column.name != "id"]
    return [({name: row[name] for name in names}, row) for row in rows]


def _happen_again(sample: list[tuple[dict[str, Any], Any]]) -> None:
    """In their order, under new numbers; what waited before does so no more."""
    again = insert(event).returning(event.c.id, sort_by_parameter_order=True)
    with work.work() as db:
        db.execute(delete(pending))
        numbers = list(db.execute(again, [row for row, _ in sample]).scalars())
        said = [
            {"event_id": number, "salt": row["salt"], "words": row["words"]}
            for number, (_, row) in zip(numbers, sample, strict=True)
            if row["salt"]
        ]
        if said:
            db.execute(insert(event_text), said)
        db.execute(insert(pending), [{"event_id": number} for number in numbers])


def _seal() -> int:
    """The least that has to be done: every event is sealed, and waits no more."""
    with work.work() as db:
        waiting = list(db.execute(select(pending.c.event_id).order_by(pending.c.event_id)).scalars())
        chain.seal(db, waiting)
        db.execute(delete(pending).where(pending.c.event_id.in_(waiting)))
    return len(waiting)
