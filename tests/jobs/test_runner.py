"""A job that fails, ails or takes long harms no other, and the house knows."""

import threading
import time

from core import heartbeat, settings, work
from jobs._runner import Job, Runner
from tests.world.servers import until


def beat():
    (one,) = heartbeat.beats()
    return one


def job(run):
    return Runner(Job("try", 1, run, ""))


def test_what_goes_well_is_noted(database):
    assert job(lambda: 3).once()
    assert (beat().job, beat().failure) == ("try", "")
    assert beat().finished_at is not None


def test_what_goes_wrong_is_noted_and_goes_no_further(database):
    def run():
        raise KeyError("Rose Tyler")

    assert not job(run).once()
    assert beat().failure.startswith("KeyError at tests/jobs/test_runner.py:")


def test_what_ails_is_noted_in_its_words_until_it_is_well(database):
    troubles = ["2 could not be reacted to", ""]

    def run():
        if trouble := troubles.pop(0):
            raise heartbeat.Ailing(trouble)
        return 0

    runner = job(run)
    assert not runner.once()
    assert beat().failure == "2 could not be reacted to"
    assert runner.once()
    assert beat().failure == ""


def test_a_job_every_second_does_not_write_every_second(database):
    runner = job(lambda: 0)
    runner.once()
    first = beat().finished_at
    runner.once()
    assert beat().finished_at == first


def test_a_job_is_not_started_again_while_it_runs(database):
    runs, gate = [], threading.Event()

    def run():
        runs.append(time.monotonic())
        gate.wait(10)
        return 0

    runner = job(run)
    runner.start()
    until(lambda: runs)
    runner.start()
    assert len(runs) == 1
    gate.set()
    runner.thread.join(10)
    runner.start()
    runner.thread.join(10)
    assert len(runs) == 2


def test_a_database_that_is_away_ends_nothing(database, monkeypatch):
    monkeypatch.setenv("BATON_DATABASE_URL", "sqlite:////proc/nowhere.db")
    settings.forget()
    work.forget()
    assert not job(lambda: 1).once()
