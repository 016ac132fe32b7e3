"""python -m bench: everything that is measured, on a group of a million referrals, in one table.

python -m bench [--size 1000000] [--database sqlite] [--only boards --only charts] [--json FILE]
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bench.group import DATABASES, FOLDER, Plan, aside, grown, kept, use
from bench.house import House
from bench.measures import MEASURES, Measure, Result
from core import clock

FLAT = 1.2
TURNS = 5
"""So often a question is asked of the one group and of the other."""
WIDTH = 46
"""Of the names in the table."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; 1 where an aim was missed."""
    asked = _asked(arguments)
    look = _measured if asked.grown < 2 else _compared
    found = {name: list(look(name, asked)) for name in asked.database or DATABASES}
    if asked.json:
        asked.json.write_text(json.dumps(_told(asked, found), indent=1) + "\n", encoding="utf-8")
    missed = [result for several in found.values() for result in several if result.met is False]
    _say(f"\n{len(missed)} of {sum(map(len, found.values()))} miss an aim")
    return 1 if missed else 0


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--size", type=int, default=1_000_000, help="referrals of the group (default: a million)")
    asked.add_argument("--database", action="append", choices=DATABASES, help="only on this one (repeatable)")
    asked.add_argument("--only", action="append", choices=MEASURES, help="only this topic (repeatable)")
    asked.add_argument(
        "--grown", type=int, default=1, help="only what must stay flat, beside a history so many times as long"
    )
    asked.add_argument("--json", type=Path, default=FOLDER / "last.json", help="where to write the numbers")
    return asked.parse_args(arguments)


def _measured(database: str, asked: argparse.Namespace) -> Iterator[Result]:
    """What changes the group comes last, and is done to a copy of it."""
    topics = [name for name in MEASURES if not asked.only or name in asked.only]
    with kept(database, asked.size, _progress()) as plan, clock.telling(plan.now):
        _say(f"\n{database}: {plan.size:,} referrals as of {plan.now:%d %b %Y, %H:%M} UTC")
        _say(f"{'':{WIDTH}}    ours ms   floor ms   ratio   aim")
        yield from _each(House(plan), [name for name in topics if not MEASURES[name].writes])
        if writing := [name for name in topics if MEASURES[name].writes]:
            with aside(_progress()):
                yield from _each(House(plan), writing)


def _each(house: House, topics: Sequence[str]) -> Iterator[Result]:
    for topic in topics:
        for measure in MEASURES[topic]().of(house):
            result = measure.run(house)
            _say(_line(result))
            yield result


def _compared(database: str, asked: argparse.Namespace) -> Iterator[Result]:
    """What must not grow with history, with the one and at once with the other."""
    topics = [name for name in MEASURES if not MEASURES[name].writes and (not asked.only or name in asked.only)]
    with (
        kept(database, asked.size, _progress()) as plan,
        clock.telling(plan.now),
        grown(asked.grown, _progress()) as (before, after),
    ):
        _say(f"\n{database}: {plan.size:,} referrals, and {asked.grown} times as many")
        _say(f"{'':{WIDTH}}   grown ms    was ms   ratio   aim")
        for topic in topics:
            use(before)
            for measure in [one for one in MEASURES[topic]().of(House(plan)) if one.flat]:
                result = _beside(measure, plan, before, after)
                _say(_line(result))
                yield result


def _beside(measure: Measure, plan: Plan, before: str, after: str) -> Result:
    """In turns, as ours and the floor are: what else the machine does falls on both."""
    turns = [(_at(before, measure, plan), _at(after, measure, plan)) for _ in range(TURNS)]
    was, now = (statistics.median(turn[which].ours for turn in turns) for which in (0, 1))
    return replace(turns[0][1], ours=now, floor=was, ratio_aim=FLAT, most_ms=None)


def _at(address: str, measure: Measure, plan: Plan) -> Result:
    use(address)
    return measure.run(House(plan))


def _line(told: Result) -> str:
    floor = f"{told.floor:10.3f}" if told.floor is not None else " " * 10
    ratio = f"{told.ratio:6.2f}×" if told.ratio is not None else " " * 7
    aims = [f"≤ {told.ratio_aim:g}×" if told.ratio_aim else "", f"≤ {told.most_ms:g} ms" if told.most_ms else ""]
    name = told.name + (f", each {told.of}" if told.of else "")
    mark = {True: "", False: "   MISSED", None: ""}[told.met]
    return f"{name:{WIDTH}} {told.ours:10.3f} {floor} {ratio}   {', '.join(filter(None, aims))}{mark}"


def _told(asked: argparse.Namespace, found: dict[str, list[Result]]) -> dict[str, Any]:
    """The numbers, and on what they were measured."""
    return {
        "measured_at": clock.now().isoformat(),
        "size": asked.size,
        "machine": {"python": platform.python_version(), "system": platform.platform(), "processors": os.cpu_count()},
        "results": {
            name: [asdict(each) | {"ratio": each.ratio, "met": each.met} for each in several]
            for name, several in found.items()
        },
    }


def _progress() -> Callable[[str], None]:
    """Says what was done and how long it took."""
    begun = time.perf_counter()

    def say(what: str) -> None:
        nonlocal begun
        now = time.perf_counter()
        _say(f"  {now - begun:7.1f} s  {what}")
        begun = now

    return say


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
