"""python -m bench.deadlines: what fell due among 1,000,000 referrals, and working out 24,000 clocks anew."""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, text

from bench import databases
from bench.rows import NOW, blank, say
from core import clock, referral, settings, sla, work
from core.access import machine
from core.defaults import load_into
from core.referral.falling_due import _due
from core.referral.reference import spell
from data.tables import deadline, event, patient, reckoning, site
from data.tables import referral as table

WHOLE, STANDING, SITES, TEMPLATES = 1_000_000, 24_000, 12, 61_000
JOB = machine("job:bench")
URGENCIES = ("routine", "soon", "urgent", "suspected_cancer")
STAGES = ("sent", "acknowledged", "accepted", "in_treatment")
WAYS = ("inbound", "outbound")


def main() -> None:
    """Build the same group in each database, then let the jobs do their work."""
    for database in databases.each(postgresql="--sqlite" not in sys.argv):
        _measure(database)


def _measure(database: str) -> None:
    begun = _now()
    _build(random.Random(7))  # noqa: S311 - invented rows, always the same
    say(f"\n{database}: {WHOLE:,} referrals, {STANDING:,} open, {_now() - begun:.0f} s to build")
    with clock.telling(NOW):
        _reckon("every clock, from its events", lambda: _ask(""))
        _reckon("a deadline of the group changed", _change)
        _reckon("the same once more, nothing moves", lambda: _ask("acknowledge"))
        referral.tell_due(JOB)
        idle = statistics.median(_timed(lambda: referral.tell_due(JOB)) for _ in range(50))
        say(f"nothing fell due            {idle * 1000:8.2f} ms a look")
    with clock.telling(NOW + timedelta(days=4)):
        _pass()


def _pass() -> None:
    """What fell due in four days: looked up, and told with an event for each."""
    with work.reading() as db:
        looks = [_timed(lambda: db.execute(_due(clock.now()).limit(100)).all()) for _ in range(30)]
    begun = _now()
    told = referral.tell_due(JOB)
    took = (_now() - begun) * 1000
    say(f"what fell due, looked up    {statistics.median(looks) * 1000:8.2f} ms per 100")
    say(f"and told: {told:,} events     {took / max(told, 1) * 100:8.2f} ms per 100")


def _reckon(what: str, ask: Callable[[], None]) -> None:
    ask()
    begun = _now()
    while referral.reckon_some(JOB):
        pass
    took = _now() - begun
    with work.reading() as db:
        done, moved = db.execute(select(reckoning.c.done, reckoning.c.moved).order_by(reckoning.c.id.desc())).first()
    each = took / max(done, 1) * STANDING
    say(f"{what:34} {done:>7,} clocks, {moved:>7,} moved {took:6.2f} s   {each:6.2f} s per {STANDING:,}")


def _ask(what: str) -> None:
    with work.work() as db:
        sla.ask_anew(db, JOB, what)


def _change() -> None:
    """A day more to acknowledge what is routine."""
    with work.work() as db:
        db.execute(deadline.update().where(deadline.c.scope == "acknowledge||routine|||").values(amount=6))
    _ask("acknowledge")


def _timed(ask: Callable[[], object]) -> float:
    begun = _now()
    ask()
    return _now() - begun


def _now() -> float:
    """On SQLite all of the work is our process's own, and its CPU time is told, whoever else is busy on the machine."""
    return time.process_time() if "sqlite" in settings.settings().database_url else time.perf_counter()


def _build(dice: random.Random) -> None:
    with work.work() as db:
        load_into(db)
        places = [{"code": f"s{n}", "name": f"Site {n}", "time_zone": "Europe/London"} for n in range(SITES)]
        db.execute(insert(site), [blank(site) | place for place in places])
        people = [{"given_name": "Iris", "family_name": f"Okafor {n}"} for n in range(1000)]
        db.execute(insert(patient), [blank(patient) | person for person in people])
        told, rows = [], []
        for n in range(TEMPLATES + STANDING):
            rows.append(blank(table) | _referral(dice, n, open_now=n >= TEMPLATES))
            told += _history(n + 1, rows[-1]) if n >= TEMPLATES else []
        for several, kind in ((rows, table), (told, event)):
            for start in range(0, len(several), 5_000):
                db.execute(insert(kind), several[start : start + 5_000])
        _multiply(db)
    with work.work() as db:
        db.execute(text("ANALYZE"))


def _multiply(db: Any) -> None:
    """The closed ones again and again, each with a number of its own."""
    columns = [c.name for c in table.c if c.name not in {"id", "reference"}]
    count = db.execute(select(func.count()).select_from(table)).scalar_one()
    for turn in range(1, (WHOLE - count) // TEMPLATES + 1):
        named = table.c.reference + f"/{turn}"
        copied = select(named, *(table.c[name] for name in columns)).where(table.c.id <= TEMPLATES)
        db.execute(insert(table).from_select(["reference", *columns], copied))


def _referral(dice: random.Random, n: int, *, open_now: bool) -> dict[str, Any]:
    at = NOW - timedelta(minutes=dice.randrange(30 * 24 * 60) if open_now else dice.randrange(60_000, 2_000_000))
    stage = dice.choice(STAGES) if open_now else "completed"
    return {
        "reference": spell(2026, n),
        "journey": f"{n:032x}",
        "direction": dice.choice(WAYS),
        "stage": stage,
        "stage_since_at": at,
        "site_id": dice.randrange(SITES) + 1,
        "patient_id": dice.randrange(1000) + 1,
        "source": "provider",
        "kind": "evaluate",
        "specialty": "endodontics",
        "urgency": dice.choices(URGENCIES, (8, 2, 1, 1))[0],
        "may_share": True,
        "received_at": at - timedelta(days=STAGES.index(stage) if open_now else 0),
        "recorded_at": at,
        "due_at": clock.NEVER,
        "closed_at": None if open_now else at + timedelta(days=20),
    }


def _history(number: int, row: dict[str, Any]) -> list[dict[str, Any]]:
    """How it came to its stage, one a day; every fifth was on hold for a while."""
    before, told = None, []
    reached = STAGES[: STAGES.index(row["stage"]) + 1]
    for n, stage in enumerate(reached):
        kind = ("received", "acknowledged", "accepted", "attended")[n]
        told.append((f"referral:{kind}", row["received_at"] + timedelta(days=n), {"from": before, "to": stage}))
        before = stage
    if number % 5 == 0:
        for kind, hours in (("held", 2), ("resumed", 30)):
            at = row["stage_since_at"] + timedelta(hours=hours)
            told.append((f"referral:{kind}", at, {"from": before, "to": before}))
    about = blank(event) | {"actor": "bench", "subject": "referral", "subject_id": number}
    return [about | {"kind": kind, "occurred_at": at, "facts": facts} for kind, at, facts in told]


if __name__ == "__main__":
    main()
