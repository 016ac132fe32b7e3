"""python -m bench.rules: how many events a second are reacted to, and what ten conditions cost."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from bench import databases
from core import rule, work
from core.access import machine
from core.demo.load import Size, load
from data.tables import event, event_text, pending
from data.tables import rule as rules
from jobs.react import BATCH

SIZE = Size(referrals=800, patients=400, since=timedelta(days=150), rules=timedelta(days=1), reads=timedelta(days=1))
EVENTS, ROUNDS = 1_000, 5
TEN = [
    {"fact": "direction", "in": ["inbound", "internal", "outbound"]},
    {"fact": "specialty", "not_in": ["radiology"]},
    {"fact": "age", "more": 1},
    {"fact": "age_band", "is_not": "young"},
    {"fact": "open_tasks", "less": 1_000},
    {"fact": "documents", "less": 1_000},
    {"fact": "received", "older": 0},
    {"fact": "tags", "lacks": "nobody"},
    {"fact": "missed", "less": 100},
    {"any": [{"fact": "doer", "is": "nobody"}, {"fact": "urgency", "is": "never"}]},
]
"""Ten questions over everything that there is to ask, of which the last fails: nothing follows but the reckoning."""


def main() -> None:
    """The same events in each database: sealed with no rules, with those that ship, and with one of ten conditions.

    On SQLite all of the work is our process's own, and its CPU time is told, whoever else is busy on the machine.
    """
    for database in databases.each():
        _measure(database)


def _measure(database: str) -> None:
    load(machine("bench"), 1, SIZE)
    _drain()
    _add_ten()
    sample = _sample()
    say(f"\n{database}: {len(sample):,} events as a group has them, {ROUNDS} rounds, medians")
    ways: dict[str, Callable[[], None]] = {"no rules": _none, "shipped": _shipped, "shipped + ten conditions": _all}
    took: dict[str, list[float]] = {name: [] for name in ways}
    clock = time.process_time if database == "sqlite" else time.perf_counter
    for _ in range(ROUNDS):
        for name, choose in ways.items():
            choose()
            _happen_again(sample)
            begun = clock()
            reacted = _drain()
            took[name].append((clock() - begun) / reacted)
    _tell({name: statistics.median(each) for name, each in took.items()})


def _tell(took: dict[str, float]) -> None:
    floor, shipped, ten = took.values()
    for name, each in took.items():
        say(f"{name:26} {1 / each:8,.0f} events/s   {each * 1000:6.3f} ms each   {each / floor:5.2f} × sealing alone")
    say(f"a rule with ten conditions adds {(ten - shipped) * 1000:.3f} ms to each event that it waits for")


def _none() -> None:
    _enable(rules.c.id < 0)


def _shipped() -> None:
    _enable(rules.c.shipped)


def _all() -> None:
    _enable(rules.c.id > 0)


def _enable(which: Any) -> None:
    with work.work() as db:
        db.execute(update(rules).values(enabled=False))
        db.execute(update(rules).where(which).values(enabled=True))


def _add_ten() -> None:
    """One rule for each kind of event, so that every event is judged by one."""
    c, kinds = event.c, select(event.c.kind).distinct()
    with work.work() as db:
        for n, kind in enumerate(db.execute(kinds.where(c.subject == "referral")).scalars()):
            row = {"name": f"ten-{n}", "label": f"Ten {n}", "when": kind, "conditions": TEN, "shipped": False}
            done = [{"do": "open_task", "kind": "call", "title": "Call"}]
            db.execute(insert(rules).values(position=n, actions=done, enabled=False, **row))


def _sample() -> list[tuple[dict[str, Any], Any]]:
    """What people did lately, each with its words."""
    c = event.c
    wanted = select(event, event_text.c.words, event_text.c.salt).outerjoin(event_text, event_text.c.event_id == c.id)
    mine = c.subject == "referral", c.actor.startswith("account:"), ~c.kind.startswith("task:")
    with work.reading() as db:
        rows = db.execute(wanted.where(*mine).order_by(c.id.desc()).limit(EVENTS)).mappings().all()[::-1]
    return [({name: row[name] for name in _COLUMNS}, row) for row in rows]


_COLUMNS = [column.name for column in event.columns if column.name != "id"]


def _happen_again(sample: list[tuple[dict[str, Any], Any]]) -> None:
    """In their order, under new numbers."""
    again = insert(event).returning(event.c.id, sort_by_parameter_order=True)
    with work.work() as db:
        numbers = list(db.execute(again, [row for row, _ in sample]).scalars())
        said = [
            {"event_id": number, "salt": row["salt"], "words": row["words"]}
            for number, (_, row) in zip(numbers, sample, strict=True)
            if row["salt"]
        ]
        db.execute(insert(event_text), said)
        db.execute(insert(pending), [{"event_id": number} for number in numbers])


def _drain() -> int:
    """How many events were reacted to: those of the sample, and those that rules made of them."""
    reacted = 0
    while done := rule.react(BATCH):
        reacted += done
    with work.work() as db:  # what was set aside is not tried again in the next round
        db.execute(delete(pending))
    return reacted


def say(line: str) -> None:
    """A bench speaks."""
    print(line, flush=True)  # noqa: T201 - a bench speaks


if __name__ == "__main__":
    main()
