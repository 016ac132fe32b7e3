"""python -m bench.guardian: how right the outlook is on months it has not seen, and what learning costs at 100,000."""

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from core import clock, guardian, settings, work
from core.access import Actor, machine
from core.demo import load
from core.guardian.learning import Learned, Sheet, learn
from core.guardian.measure import Rank, rank
from core.guardian.night import replayed
from core.guardian.replay import Look
from core.work import reading
from data.migrate import migrate
from data.tables import event
from tests import make
from tests.guardian.past import stored

HOUSE = machine("bench")
REFERRALS, SITES = 100_000, 40


def main() -> None:
    """The demo group first, then many referrals."""
    with tempfile.TemporaryDirectory() as folder:
        _fresh(Path(folder) / "demo")
        load.load(HOUSE)
        _held_back()
        _fresh(Path(folder) / "many")
        _many()
        work.forget()


def _fresh(folder: Path) -> None:
    os.environ["BATON_DATA_DIR"] = str(folder)
    folder.mkdir()
    work.forget()
    settings.forget()
    migrate(settings.settings().database_url)


def _held_back() -> None:
    """Both orders on the months held back, and whether a chance means what it says."""
    begun = time.perf_counter()
    _, looks = replayed(HOUSE, clock.now())
    learned = learn(looks)
    if not isinstance(learned, Learned):
        say(f"The demo group has too little history: {learned.what}.")
        return
    took, told = time.perf_counter() - begun, learned.figures
    say(f"Demo group: {len(looks):,} looks at referrals, learned in {took:.1f} s, {learned.model.name}")
    say(f"Held back: {told.n:,} looks of {told.stalled:,} that stalled, {told.listed:,} of them on the list\n")
    say("                      AUC   precision of the list")
    say(f"Guardian           {told.guardian.auc:6.3f}   {told.guardian.precision:6.1%}")
    say(f"age in the stage   {told.age.auc:6.3f}   {told.age.precision:6.1%}")
    late = _by_deadline(looks, learned)
    say(f"deadline used up   {late.auc:6.3f}   {late.precision:6.1%}\n")
    say(f"Brier {told.brier:.4f}, of saying the average every time {told.blind:.4f}")
    for said, was, n in told.deciles:
        say(f"  said {said:6.1%}   was {was:6.1%}   of {n}")


def _by_deadline(looks: Sequence[Look], learned: Learned) -> Rank:
    """Another plain rule: the share of the running deadline that is used up."""
    held = [replace(look, age=-look.columns[3]) for look in looks if look.at >= learned.held_from]
    sheet = Sheet.of(held)
    return rank(sheet, sheet.age)


def _many() -> None:
    """A whole night: read, replay, learn, reckon and write."""
    sites = [make.site(f"Site-{n}") for n in range(SITES)]
    stored(Actor("account:0", "nobody"), sites, REFERRALS, clock.now() - timedelta(days=1))
    with reading() as db:
        events = db.execute(select(func.count()).select_from(event)).scalar_one()
    begun, worked = time.perf_counter(), time.process_time()
    guardian.learn_tonight(HOUSE)
    took, cost = time.perf_counter() - begun, time.process_time() - worked
    night = guardian.last_night(HOUSE)
    said = f"{night.referrals:,} referrals, {night.moments:,} looks" if night else "nothing"
    say(f"\n{REFERRALS:,} referrals, {events:,} events: learned from {said}")
    say(f"A night takes {took:.1f} s, {cost:.1f} s of them on a processor")


def say(line: str) -> None:
    """Print it at once."""
    print(line, flush=True)  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
