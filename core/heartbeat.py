"""When each job last ran and how it went: what home and /healthz show."""

import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from core import clock
from core.settings import ROOT
from core.work import reading, work
from data.insert import put
from data.tables import heartbeat

GRACE = timedelta(seconds=30)
"""A job counts as late after three of its periods and this."""


class Ailing(Exception):
    """A job did what it could and something waits for a person; the sentence holds no personal data."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One job: its period, its last whole run, and its last failure while that stands."""

    job: str
    every: timedelta
    started_at: datetime
    finished_at: datetime | None
    failed_at: datetime | None
    failure: str

    def well(self, now: datetime) -> bool:
        """Whether it ran lately and did not fail."""
        lately = self.finished_at is not None and now - self.finished_at < 3 * self.every + GRACE
        return lately and not self.failure


def begun(job: str, every: timedelta) -> None:
    """A run has started; one that never ends shows as late."""
    with work() as db:
        put(db, heartbeat, "job", job=job, every_s=int(every.total_seconds()), started_at=clock.now())


def ended(job: str) -> None:
    """The run is through and nothing is wrong."""
    _note(job, finished_at=clock.now(), failure="")


def failed(job: str, failure: str) -> None:
    """The run did not get through, or something waits for a person; `failure` holds no personal data."""
    _note(job, finished_at=clock.now(), failed_at=clock.now(), failure=failure)


def place(error: BaseException) -> str:
    """An error by its kind and place: its own words may quote a patient."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)] or frames
    at = f" at {ours[-1].filename.removeprefix(str(ROOT) + '/')}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{at}"


def _is_ours(file: str) -> bool:
    """Not a library's, also where the environment lies in the project's folder."""
    return file.startswith(str(ROOT)) and "site-packages" not in file


def _note(job: str, **values: object) -> None:
    with work() as db:
        db.execute(update(heartbeat).where(heartbeat.c.job == job).values(**values))


def beats() -> list[Beat]:
    """Every job that ever ran here, by name; holds no personal data, so anybody may ask."""
    c = heartbeat.c
    with reading() as db:
        rows = db.execute(select(c.job, c.every_s, c.started_at, c.finished_at, c.failed_at, c.failure).order_by(c.job))
        return [Beat(row[0], timedelta(seconds=row[1]), *row[2:]) for row in rows]
