"""The jobs process as an operator starts it: it ticks, survives what goes wrong, and stops when asked."""

import json
import signal
import time

import pytest
from sqlalchemy import select, text

from core import heartbeat
from core.settings import settings
from core.work import reading, work
from data.tables import message, pending
from jobs._runner import jobs
from tests import make
from tests.referral.story import inbound
from tests.world.post import letters
from tests.world.servers import Jobs, until
from tests.world.smtp import Mode, Sink
from tests.world.swift import spoken

TRIES = 5
ONLY = pytest.mark.database("sqlite")


pytestmark = pytest.mark.usefixtures("database")


def arrives(cast):
    return inbound(cast, referrer_provider_id=make.provider("Pennine Dental", email="pennine@example.org"))


def ask(*words):
    return spoken("jobs", *words)


def leaves(cast, before):
    """In so many seconds a referral is answered, where so many were before."""
    begun = time.monotonic()
    practice = make.provider(f"Pennine Dental {before}", email="pennine@example.org")
    inbound(cast, patient_id=make.patient(f"Iris Okafor {before}", at=cast.leeds), referrer_provider_id=practice)
    until(lambda: len(letters()) > before)
    return time.monotonic() - begun


def beat_of(job):
    return next(beat for beat in heartbeat.beats() if beat.job == job)


def states():
    with reading() as db:
        return list(db.execute(select(message.c.state)).scalars())


def test_within_three_seconds_what_happened_has_left_the_house(cast, tmp_path):
    """Once, of a few times: a machine may be busy with something else."""
    with Jobs(tmp_path / "logs") as process:
        until(lambda: {beat.job for beat in heartbeat.beats()} == set(jobs()))
        assert any(took < 3 for took in map(leaves, [cast] * TRIES, range(TRIES)))
        assert (settings().data_dir / "audit" / "heads.jsonl").exists()
        assert process.stop() == 0


@ONLY
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_it_is_asked(tmp_path, number):
    with Jobs(tmp_path / "logs") as process:
        until(lambda: {beat.job for beat in heartbeat.beats()} == set(jobs()))
        process.signal(number)
        assert process.running.wait(10) == 0


@ONLY
def test_it_stops_without_waiting_also_when_a_mail_server_hangs(cast, tmp_path, monkeypatch):
    with Sink() as sink:
        sink.mode = Mode.HANG
        monkeypatch.setenv("BATON_MAIL_URL", sink.url)
        with Jobs(tmp_path / "logs", swift=True) as process:
            arrives(cast)
            until(lambda: states() == ["sending"])
            process.signal(signal.SIGTERM)
            assert process.running.wait(15) == 0, "a silent server may take twenty seconds"
    assert states() == ["sending"], "its lease runs out and somebody is asked"


@ONLY
def test_a_mail_server_that_hangs_holds_up_no_reaction(cast, tmp_path, monkeypatch):
    with Sink() as sink:
        sink.mode = Mode.HANG
        monkeypatch.setenv("BATON_MAIL_URL", sink.url)
        with Jobs(tmp_path / "logs", swift=True):
            arrives(cast)
            until(lambda: states() == ["sending"])
            inbound(cast, specialty="implant")
            until(lambda: len(states()) == 2)


@ONLY
def test_a_failure_is_told_once_and_ends_nothing(cast, tmp_path):
    with work() as db:
        db.execute(text("ALTER TABLE rule RENAME TO rule_away"))
    with Jobs(tmp_path / "logs", swift=True) as process:
        arrives(cast)
        until(lambda: any(beat.job == "react" and beat.failure for beat in heartbeat.beats()))
        assert "core/rule/" in beat_of("react").failure
        with work() as db:
            db.execute(text("ALTER TABLE rule_away RENAME TO rule"))
        until(letters)
        lines = [json.loads(line) for line in process.said().splitlines()]
    assert "Pennine" not in process.said()
    assert "Iris" not in process.said()
    told = [line["job"] for line in lines if line["level"] == "error"]
    assert "react" in told
    assert len(told) == len(set(told)), "each job says it once"
    assert beat_of("react").failure == ""


def test_one_job_runs_once(cast):
    arrives(cast)
    done = ask("react", "--once")
    assert done.returncode == 0, done.stderr
    with reading() as db:
        assert db.execute(select(pending)).all() == []
    assert states() == ["waiting"]
    assert ask("deliver", "--once").returncode == 0
    assert states() == ["sent"]


@ONLY
def test_the_jobs_are_named():
    listed = ask("--list")
    assert listed.returncode == 0
    assert {"anchor", "deliver", "outcomes", "react"} <= set(jobs())
    assert [line.split()[0] for line in listed.stdout.splitlines()] == sorted(jobs())
    assert ask("nonsense", "--once").returncode == 2


@ONLY
def test_a_wrong_setting_is_one_sentence(monkeypatch):
    monkeypatch.setenv("BATON_MAIL_URL", "carrier-pigeon:")
    said = ask("react", "--once")
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert said.stderr.startswith("BATON_MAIL_URL must be")
