"""python -m bench.queueing [PYTHON]: what one message costs from being put in to being settled, beside procrastinate.

On the same PostgreSQL, in turns. Both are put in one by one, each in a transaction of its own, and carried nowhere.
Ours are then claimed fifty at a time, as a folder takes them, or one at a time, as a mail server does, because only the
letter under way may be in doubt; the peer's worker runs one job after the other, or ten at once. PYTHON has it: see
bench/requirements.txt.
"""

import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from bench.rows import say
from core import message, settings, work
from core.audit import About
from core.message import Outgoing
from core.message.settle import SENT
from data.migrate import migrate
from tests.world import postgres

MESSAGES, TURNS, LEAST = 500, 5, 3.0
PEER = "data/local/peer/bin/python"
ABSENT = """procrastinate is not there, so nothing is compared. To have it beside Baton, and not within:
    python -m venv data/local/peer && data/local/peer/bin/pip install -r bench/requirements.txt"""
Taken = tuple[float, float]
"""Milliseconds of a message: by the wall, and of the processor of the process that asks."""
Way = Callable[[], Taken]


def main(python: str = PEER) -> int:
    """Compare; 1 where a message that is claimed with others costs more than a third of a job."""
    if not Path(python).exists():
        say(ABSENT)
        return 0
    with postgres.server() as url, tempfile.TemporaryDirectory() as folder, _peer(python, url) as theirs:
        _use(url, folder)
        ways: dict[str, Way] = {
            "ours, claimed fifty at a time": partial(_ours, 50),
            "ours, claimed one by one": partial(_ours, 1),
            "procrastinate, ten at once": partial(theirs, 10),
            "procrastinate, one by one": partial(theirs, 1),
        }
        found = _in_turns(ways)
        work.forget()
    return _say(found)


def _in_turns(ways: dict[str, Way]) -> dict[str, Taken]:
    """Medians; the first turn only warms what is kept."""
    turns = [{name: way() for name, way in ways.items()} for _ in range(TURNS + 1)][1:]
    return {name: _median([turn[name] for turn in turns]) for name in ways}


def _median(several: list[Taken]) -> Taken:
    wall, processor = zip(*several, strict=True)
    return statistics.median(wall), statistics.median(processor)


def _say(found: dict[str, Taken]) -> int:
    least = [min(each) for each in zip(*(told for name, told in found.items() if "procrastinate" in name), strict=True)]
    say(f"{'':32}  wall ms  processor ms   times fewer than the better of theirs")
    for name, (wall, processor) in found.items():
        say(f"{name:32} {wall:8.3f} {processor:13.3f}   {least[0] / wall:5.2f}× {least[1] / processor:5.2f}×")
    ours = found["ours, claimed fifty at a time"]
    return int(any(peer < LEAST * mine for peer, mine in zip(least, ours, strict=True)))


def _use(url: str, folder: str) -> None:
    os.environ.update(BATON_DATA_DIR=folder, BATON_DATABASE_URL=url)
    work.forget()
    settings.forget()
    migrate(settings.settings().database_url)


def _ours(at_once: int) -> Taken:
    wall, processor = time.perf_counter(), time.process_time()
    for _ in range(MESSAGES):
        with work.work() as db:
            message.put(db, _letter())
    done = 0
    while claimed := message.claim("bench", at_once, timedelta(minutes=5)):
        message.settle([(each, SENT) for each in claimed])
        done += len(claimed)
    taken = time.perf_counter() - wall, time.process_time() - processor
    if done != MESSAGES:
        raise RuntimeError("Not every message was carried.")
    return taken[0] * 1000 / MESSAGES, taken[1] * 1000 / MESSAGES


def _letter() -> Outgoing:
    return Outgoing(
        key=f"bench:{secrets.token_hex(8)}", about=About("referral", 1), rule="thank-referrer", template="thanks",
        audience="referrer", to_name="Pennine Dental", to_address="elm@example.org", headline="Thank you",
        text="Dear colleague,\n\nthank you for referring your patient. They were seen and treated.\n",
    )  # fmt: skip


@contextmanager
def _peer(python: str, server: str) -> Iterator[Callable[[int], Taken]]:
    """Its worker waits beside us, on a database of its own."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE peer")
    url = make_url(server).set(database="peer").render_as_string(hide_password=False)
    asked, pipe = [python, "bench/peer.py", url], subprocess.PIPE
    with subprocess.Popen(asked, stdin=pipe, stdout=pipe, text=True) as running:  # noqa: S603 - what we were given
        yield partial(_theirs, running)


def _theirs(running: Any, at_once: int) -> Taken:
    running.stdin.write(f"{MESSAGES} {at_once}\n")
    running.stdin.flush()
    wall, processor = map(float, running.stdout.readline().split())
    return wall, processor


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
