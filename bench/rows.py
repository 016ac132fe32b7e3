"""Rows of a bench's own, where the invented group has none of the kind; and how its questions are timed."""

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import String, Table

from bench.replay import Watch, again
from core import work
from core.access import Actor, Role
from data.base import Moment

SITES, TRIES = 10, 30
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
FIRST = ("Iris", "Rose", "Mei", "Tom", "Ruth", "Łukasz", "Amir", "Noor", "Jean", "Ola")
LAST = ("Okafor", "Tyler", "Lin", "O'Brien", "Adeyemi", "Smith", "Jones", "Khan", "Patel", "Novák", "Hughes", "Moss")


def timed(ask: Callable[[], object]) -> tuple[float, float, int]:
    """Medians in ms of ours and of the bare driver running the very same statements, one after the other.

    On SQLite all of the work is our process's own, and its CPU time is told, whoever else is busy on the machine.
    """
    with Watch() as told:
        ask()
    ours, bare = [], []
    with work.reading() as db:
        cursor = db.connection.cursor()
        clock = time.process_time if db.dialect.name == "sqlite" else time.perf_counter
        for _ in range(TRIES):
            begun = clock()
            ask()
            between = clock()
            again(cursor, told)
            ours.append(between - begun)
            bare.append(clock() - between)
    return statistics.median(ours) * 1000, statistics.median(bare) * 1000, len(told)


def actor(sites: set[int]) -> Actor:
    return Actor("account:1", "Ana", Role.COORDINATOR, frozenset(sites), account_id=1)


def blank(kind: Table) -> dict[str, Any]:
    """What must be said of a row and does not matter here."""
    needed = [c for c in kind.c if not c.nullable and c.default is None]
    texts = {c.name: "" for c in needed if isinstance(c.type, String)}
    return texts | {c.name: NOW for c in needed if isinstance(c.type, Moment)}


def person_row(n: int) -> dict[str, Any]:
    return {"username": f"u{n}", "name": f"Person {n}", "role": "coordinator", "created_at": NOW}


def patient_row(dice: random.Random, n: int) -> dict[str, Any]:
    given, family, born = (
        dice.choice(FIRST),
        dice.choice(LAST),
        date(1940, 1, 1) + timedelta(days=dice.randrange(29_000)),
    )
    words = f"{given} {family}".casefold().replace("'", "").replace("ł", "l").replace("á", "a")
    return {
        "given_name": given,
        "family_name": family,
        "born_on": born,
        "search": f"{words} {born:%Y%m%d} 447700{n:06} 07700{n:06}",
    }


def say(line: str) -> None:
    """A bench speaks."""
    print(line, flush=True)  # noqa: T201 - a bench speaks
