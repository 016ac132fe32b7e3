"""Anchors: the chain's head, written outside the database once a day, so that a cut chain shows."""

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import select

from core import clock
from core.audit.chain import ONLY
from core.settings import settings
from core.work import reading
from data.tables import chain


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head as it was on a day."""

    on: str
    position: int
    hash: str


def place() -> Path:
    """The file of heads."""
    return settings().data_dir / "audit" / "heads.jsonl"


def drop() -> bool:
    """Append today's head if the day has none yet; several processes may try."""
    place().parent.mkdir(parents=True, exist_ok=True)
    with place().open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        kept = _whole_lines(file)
        today = clock.now().date().isoformat()
        if kept and json.loads(kept[-1])["on"] == today:
            return False
        with reading() as db:
            head = db.execute(select(chain.c.position, chain.c.hash).where(chain.c.id == ONLY)).one()
        line = json.dumps({"on": today, "position": head.position, "hash": head.hash})
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    return True


def anchors() -> list[Anchor]:
    """All that were dropped, oldest first; none where the file is new or gone."""
    if not place().exists():
        return []
    with place().open("rb") as file:
        return [Anchor(**json.loads(line)) for line in file.read().split(b"\n")[:-1]]


def _whole_lines(file: IO[bytes]) -> list[bytes]:
    """What was written whole; a last line that a crash cut short was never promised and goes."""
    file.seek(0)
    *whole, torn = file.read().split(b"\n")
    if torn:
        file.truncate(file.tell() - len(torn))
    return whole
