"""python -m bench.tasks: what a look at the tasks costs with 200,000 of them, 20,000 open, beside the bare driver."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, text

from bench import databases
from bench.rows import NOW, SITES, actor, blank, patient_row, person_row, say, timed
from core import clock, task, work
from core.task import VIEWS, Wanted
from data.tables import account, account_site, patient, site
from data.tables import task as table

TASKS, OPEN, PATIENTS, PEOPLE = 200_000, 20_000, 20_000, 60
WHAT = ("Ring the practice", "Send the radiograph", "Order films", "Book again", "Sign the report", "Agree the fee")


def main() -> None:
    """Build the same tasks in each database, then look at every view of them."""
    for database in databases.each():
        _measure(database)


def _measure(database: str) -> None:
    begun = time.perf_counter()
    _build(random.Random(7))  # noqa: S311 - invented rows, always the same
    built = f"{TASKS:,} tasks, {OPEN:,} open, built in {time.perf_counter() - begun:.0f} s"
    say(f"\n{database}: {built}")
    with clock.telling(NOW):
        for who in (actor({1, 2}), actor(set(range(1, SITES + 1)))):
            for name, ask in _looks(who):
                took, bare, n = timed(ask)
                cost = f"{took:7.2f} ms   {took / bare:5.2f} × the driver   {n} statement"
                say(f"{len(who.sites):2} sites  {name:26} {cost}")


def _looks(who: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    for view, label in VIEWS.items():
        yield label, lambda view=view: task.tasks(who, Wanted(view=view))  # type: ignore[misc]
    deep = task.tasks(who, Wanted(view="done"), 5_000).next
    yield "Done, 5,000 on", lambda: task.tasks(who, Wanted(view="done", after=deep))
    yield "Everybody, a patient", lambda: task.tasks(who, Wanted(view="all", typed="okaf iris"))
    yield "Done, a title", lambda: task.tasks(who, Wanted(view="done", typed="sign rep"))
    yield "Everybody, high", lambda: task.tasks(who, Wanted(view="all", priority="high"))
    yield "the day in numbers", lambda: task.today(who)
    yield "overdue in the menu", lambda: task.late(who)
    yield "open, of 50 referrals", lambda: task.open_counts(who, list(range(100, 150)))


def _build(dice: random.Random) -> None:
    rows = {
        site: ({"code": f"s{n}", "name": f"Site {n}", "time_zone": "Europe/London"} for n in range(SITES)),
        account: (person_row(n) for n in range(PEOPLE)),
        account_site: ({"account_id": n + 1, "site_id": n % SITES + 1} for n in range(PEOPLE)),
        patient: (patient_row(dice, n) for n in range(PATIENTS)),
        table: (_task(dice, n) for n in range(TASKS)),
    }
    with work.work() as db:
        for kind, several in rows.items():
            batch = [blank(kind) | row for row in several]
            for start in range(0, len(batch), 5_000):
                db.execute(insert(kind), batch[start : start + 5_000])
    with work.work() as db:
        db.execute(text("ANALYZE"))


def _task(dice: random.Random, n: int) -> dict[str, Any]:
    is_open, what, here = n >= TASKS - OPEN, dice.choice(WHAT), dice.randrange(SITES)
    hours = dice.randrange(-100, 700) if is_open else -dice.randrange(9_000)
    due_at = NOW + timedelta(hours=hours)
    asleep = is_open and dice.random() < 0.1
    return {
        "key": f"bench:{n}",
        "kind": "added" if n % 3 else "rebook",
        "title": what,
        "search": what.casefold(),
        "subject": "referral",
        "subject_id": n // 2 if not is_open else dice.randrange(6_000) + 1,
        "site_id": here + 1,
        "patient_id": dice.randrange(PATIENTS) + 1,
        "owner_id": here + 1 + SITES * dice.randrange(PEOPLE // SITES) if dice.random() < 0.6 else None,
        "state": "open" if is_open else dice.choice(("done", "done", "dropped")),
        "priority": dice.choices(("normal", "high", "low"), (8, 1, 1))[0],
        "created_at": due_at - timedelta(days=3),
        "due_at": due_at,
        "wakes_at": NOW + timedelta(days=dice.randrange(1, 9)) if asleep else None,
        "ended_at": None if is_open else due_at + timedelta(hours=2),
    }


if __name__ == "__main__":
    main()
