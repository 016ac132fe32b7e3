"""How jobs run: each on a thread of its own, so that a mail server that hangs holds up nothing else."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules

from core import heartbeat, log

QUIET_S = 10.0
stopping = threading.Event()
"""Set when the process is asked to end: jobs with many steps look at it between two of them."""


@dataclass(frozen=True, slots=True)
class Job:
    """A module of the shelf; `every` is its period in seconds."""

    name: str
    every: int
    run: Callable[[], int]
    about: str


def jobs() -> dict[str, Job]:
    """Every job by name."""
    found = {}
    for module in iter_modules(import_module("jobs").__path__):
        if not module.name.startswith("_"):
            job = import_module(f"jobs.{module.name}")
            found[module.name] = Job(module.name, job.EVERY, job.run, (job.__doc__ or "").strip())
    return found


class Runner:
    """Starts a job unless it still runs; nothing that goes wrong in one ends the loop."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.thread: threading.Thread | None = None
        self.told = ""
        self.noted = -QUIET_S

    def start(self) -> None:
        """Run it in the background."""
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=self.once, name=self.job.name, daemon=True)
            self.thread.start()

    def once(self) -> bool:
        """Run it here; whether all went well. Even the heartbeat may fail when the database is away."""
        quiet = time.monotonic() - self.noted < QUIET_S
        try:
            if not quiet:
                heartbeat.begun(self.job.name, timedelta(seconds=self.job.every))
            failure = self._run()
            if not quiet or failure != self.told:
                self._note(failure)
        except Exception as error:
            failure = self._tell(error)
        self.told = failure
        return not failure

    def _note(self, failure: str) -> None:
        """A job that runs every second is not worth two writes a second."""
        self.noted = time.monotonic()
        if failure:
            heartbeat.failed(self.job.name, failure)
        else:
            heartbeat.ended(self.job.name)

    def _run(self) -> str:
        try:
            done = self.job.run()
        except heartbeat.Ailing as sentence:
            if str(sentence) != self.told:
                log.say(str(sentence), logging.WARNING, job=self.job.name)
            return str(sentence)
        except Exception as error:
            return self._tell(error)
        if done:
            log.say("job done", job=self.job.name, count=done)
        return ""

    def _tell(self, error: Exception) -> str:
        """The same failure every second is told once."""
        failure = heartbeat.place(error)
        if failure != self.told:
            log.incident(error, job=self.job.name)
        return failure
