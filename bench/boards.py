"""python -m bench.boards: what a look at the lists costs with 100,000 patients, beside the bare driver."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, String, Table, event, insert, text

from bench import databases
from core import referral, work
from core.access import Actor, Role
from core.clock import NEVER
from core.referral import CLOSED, Direction, Wanted
from core.referral.reference import spell
from core.referral.stage import OPEN
from data.base import Moment
from data.tables import account, account_site, patient, patient_site, provider, site
from data.tables import referral as table

PATIENTS, REFERRALS, STANDING, SITES, PRACTICES, PEOPLE = 100_000, 250_000, 6_000, 10, 300, 60
TRIES = 30
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
FIRST = ("Iris", "Rose", "Mei", "Tom", "Ruth", "Łukasz", "Amir", "Noor", "Jean", "Ola")
LAST = ("Okafor", "Tyler", "Lin", "O'Brien", "Adeyemi", "Smith", "Jones", "Khan", "Patel", "Novák", "Hughes", "Moss")


def main() -> None:
    """Build the same group in each database, then ask."""
    for database in databases.each():
        _measure(database)


def _measure(database: str) -> None:
    begun = time.perf_counter()
    _build(random.Random(7))  # noqa: S311 - invented rows, always the same
    built = f"{REFERRALS:,} referrals, {STANDING:,} open, built in {time.perf_counter() - begun:.0f} s"
    say(f"\n{database}: {built}")
    two, all_sites = actor({1, 2}), actor(set(range(1, SITES + 1)))
    for person, who in ((two, "2 sites"), (all_sites, f"{SITES} sites")):
        for name, ask in _looks(person):
            took, bare, n = timed(ask)
            say(f"{who:9} {name:26} {took:7.2f} ms   {took / bare:5.2f} × the driver   {n} statement")


def _looks(actor: Actor) -> Iterator[tuple[str, Callable[[], object]]]:
    inbound = Wanted(Direction.INBOUND)
    yield "board, a page of 50", lambda: referral.board(actor, inbound)
    yield "board, counts by stage", lambda: referral.counts(actor, inbound)
    yield "board of cards", lambda: referral.lanes(actor, inbound)
    yield "filters", lambda: referral.choices(actor)
    yield "everything open", lambda: referral.board(actor, Wanted(), counted=True)
    yield "everything, received", lambda: referral.board(actor, Wanted(stage="any", sort="received"), counted=True)
    deep = referral.board(actor, Wanted(stage="any", sort="received"), 5_000).next
    yield "the same, 5,000 on", lambda: referral.board(actor, Wanted(stage="any", sort="received", after=deep))
    yield "closed, latest first", lambda: referral.board(actor, Wanted(stage="closed"))
    yield "a patient’s name", lambda: referral.board(actor, Wanted(stage="any", typed="okaf iris"), counted=True)
    yield "a telephone number", lambda: referral.board(actor, Wanted(stage="any", typed="07700900123"), counted=True)
    yield "a practice’s name", lambda: referral.board(actor, Wanted(stage="any", typed="elm 17"), counted=True)


def timed(ask: Callable[[], object]) -> tuple[float, float, int]:
    """Medians in ms of ours and of the bare driver running the very same statements, one after the other.

    On SQLite all of the work is our process's own, and its CPU time is told, whoever else is busy on the machine.
    """
    told: list[tuple[str, Any]] = []

    def tell(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        told.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", tell)
    ask()
    event.remove(Engine, "before_cursor_execute", tell)
    ours, bare = [], []
    with work.reading() as db:
        cursor = db.connection.cursor()
        clock = time.process_time if db.dialect.name == "sqlite" else time.perf_counter
        for _ in range(TRIES):
            begun = clock()
            ask()
            between = clock()
            for statement, parameters in told:
                cursor.execute(statement, parameters)
                cursor.fetchall()
            ours.append(between - begun)
            bare.append(clock() - between)
    return statistics.median(ours) * 1000, statistics.median(bare) * 1000, len(told)


def actor(sites: set[int]) -> Actor:
    return Actor("account:1", "Ana", Role.COORDINATOR, frozenset(sites), account_id=1)


def _build(dice: random.Random) -> None:
    rows = {
        site: ({"code": f"s{n}", "name": f"Site {n}", "time_zone": "Europe/London"} for n in range(SITES)),
        account: (person_row(n) for n in range(PEOPLE)),
        account_site: ({"account_id": n + 1, "site_id": n % SITES + 1} for n in range(PEOPLE)),
        provider: ({"name": f"Elm {n} Dental", "search": f"elm {n} dental"} for n in range(PRACTICES)),
        patient: (patient_row(dice, n) for n in range(PATIENTS)),
        patient_site: ({"patient_id": n + 1, "site_id": n % SITES + 1} for n in range(PATIENTS)),
        table: (_referral(dice, n) for n in range(REFERRALS)),
    }  # fmt: skip
    with work.work() as db:
        for kind, several in rows.items():
            batch = [blank(kind) | row for row in several]
            for start in range(0, len(batch), 5_000):
                db.execute(insert(kind), batch[start : start + 5_000])
    with work.work() as db:
        db.execute(text("ANALYZE"))


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


def _referral(dice: random.Random, n: int) -> dict[str, Any]:
    open_now = n >= REFERRALS - STANDING
    at = NOW - (timedelta(hours=dice.randrange(2_000)) if open_now else timedelta(hours=dice.randrange(2_000, 40_000)))
    way = dice.choices(list(Direction), (5, 4, 1))[0]
    here = dice.randrange(SITES)
    closed = None if open_now else at + timedelta(days=dice.randrange(90))
    return {
        "reference": spell(2026 - n // 900_000, n % 900_000),
        "journey": f"{n:032x}",
        "direction": way,
        "stage": dice.choice(OPEN[1:]) if open_now else dice.choices(sorted(CLOSED), (2, 2, 8, 2, 1, 1))[0],
        "stage_since_at": closed or at,
        "site_id": here + 1,
        "from_site_id": (here + 1) % SITES + 1 if way is Direction.INTERNAL else None,
        "patient_id": dice.randrange(PATIENTS) + 1,
        "source": "provider",
        "referrer_provider_id": dice.randrange(PRACTICES) + 1 if way is Direction.INBOUND else None,
        "recipient_provider_id": dice.randrange(PRACTICES) + 1 if way is Direction.OUTBOUND else None,
        "kind": "evaluate",
        "specialty": "endodontics",
        "urgency": dice.choices(("routine", "soon", "urgent"), (8, 2, 1))[0],
        "reason": "Pain on biting, upper left first molar",
        "may_share": True,
        "received_at": at,
        "recorded_at": at,
        "owner_id": here + 1 + SITES * dice.randrange(PEOPLE // SITES),
        "due_at": NOW + timedelta(hours=dice.randrange(-80, 900)) if open_now else NEVER,
        "closed_at": closed,
    }


def say(line: str) -> None:
    """A bench speaks."""
    print(line, flush=True)  # noqa: T201 - a bench speaks


if __name__ == "__main__":
    main()
