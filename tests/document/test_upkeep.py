"""The operator's scanner is asked about every file, and files that belong to nothing go after a day."""

import signal
import stat
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from core import document, settings
from core.access import machine
from core.audit import timeline
from core.document import Paper, Scan, Upload, store
from core.errors import Lacking, Misconfigured, NotAllowed, NotNow
from core.heartbeat import Ailing
from core.task import of as tasks_of
from jobs import react
from jobs import scan as scan_job
from jobs import sweep as sweep_job
from tests.document import papers
from tests.document.papers import opg
from tests.world.servers import ROOT

BAD = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EI" + b"CAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GREP = 'grep -q CAR-STANDARD "$1" && exit 1; exit 0'
JOB = machine("job:test")


@pytest.fixture
def scanner(tmp_path, monkeypatch):
    """Name a scanner that is a shell script of these words."""

    def named(script: str) -> None:
        file = tmp_path / "scanner"
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(file.stat().st_mode | stat.S_IEXEC)
        monkeypatch.setenv("BATON_SCANNER", str(file))
        settings.forget()

    return named


def test_a_clean_file_is_shown_and_an_infected_one_is_not_even_kept(cast, iris, scanner):
    scanner(GREP)
    opg(cast, iris)
    assert document.of(cast.ana, iris)[0].scan is Scan.CLEAN
    with pytest.raises(Lacking, match="scanner found something"):
        document.add(cast.ana, Upload("a.txt", BAD), iris, Paper.OTHER)
    assert len(document.of(cast.ana, iris)) == 1
    assert not any(BAD in path.read_bytes() for path in store.folder().rglob("*") if path.is_file())


@pytest.mark.parametrize("script", ["exit 2", "exit 137", "kill -9 $$"])
def test_while_a_scanner_says_nothing_the_file_is_kept_and_not_shown(cast, iris, scanner, script):
    scanner(script)
    id = opg(cast, iris)
    (found,) = document.of(cast.ana, iris)
    assert (found.scan, found.may_open) == (Scan.UNSCANNED, False)
    with pytest.raises(NotNow, match="not looked at"):
        document.content(cast.ana, id)
    with pytest.raises(Ailing):
        scan_job.run()
    scanner("exit 0")
    assert scan_job.run() == 1
    assert document.content(cast.ana, id)


def test_a_scanner_that_hangs_is_not_waited_for(cast, iris, scanner, monkeypatch):
    monkeypatch.setattr("core.document.scan.PATIENCE_S", 0.2)
    scanner("exec sleep 30")
    opg(cast, iris)
    assert document.of(cast.ana, iris)[0].scan is Scan.UNSCANNED


def test_a_scanner_knows_none_of_our_secrets(cast, iris, scanner, tmp_path):
    scanner(f"env > {tmp_path}/env")
    opg(cast, iris)
    assert "BATON" not in Path(tmp_path, "env").read_text()


def test_a_new_scanner_looks_at_everything_and_what_it_finds_is_held_back_and_asked_about(cast, iris, scanner):
    good, bad = opg(cast, iris), document.add(cast.ana, Upload("a.txt", BAD), iris, Paper.OTHER)
    assert document.content(cast.ana, bad), "without a scanner nobody knows"
    scanner(GREP)
    assert scan_job.run() == 2
    assert document.content(cast.ana, good)
    with pytest.raises(NotNow, match="scanner found something"):
        document.content(cast.ana, bad)
    assert timeline(cast.ana, "referral", iris.id)[0].sentence == "Held back by the virus scanner: Other document"
    react.run()
    assert any(task.kind == "infected" for task in tasks_of(cast.ana, "referral", iris.id))
    assert scan_job.run() == 0


@pytest.mark.parametrize("wrong", ["no-such-scanner", "'unclosed", "/etc"])
def test_a_scanner_that_cannot_be_run_stops_the_start_with_a_sentence(monkeypatch, wrong):
    monkeypatch.setenv("BATON_SCANNER", wrong)
    settings.forget()
    with pytest.raises(Misconfigured, match="BATON_SCANNER must be a command"):
        settings.settings()


def test_what_belongs_to_nothing_goes_after_a_day_and_the_rest_stays(cast, iris, clock):
    id = opg(cast, iris)
    lost = document.take_in(Upload("lost.png", papers.picture(size=(90, 90))))
    half = store.place(lost.sha256).with_name("new.half")
    half.write_bytes(b"half")
    clock.forward(hours=23)
    assert sweep_job.run() == 0
    clock.forward(hours=2)
    assert sweep_job.run() == 3, "the file, its little picture, and what was half written"
    assert document.content(cast.ana, id)
    assert len(list(store.kept())) == 2


def test_what_is_taken_in_again_becomes_young(cast, iris, clock):
    lost = document.take_in(papers.radiograph())
    clock.forward(hours=25)
    document.take_in(papers.radiograph())
    assert sweep_job.run() == 0
    assert store.read(lost.sha256) == papers.picture()


def test_what_becomes_young_while_it_is_moved_aside_is_put_back(cast):
    lost = document.take_in(papers.radiograph())
    assert not store.drop(store.place(lost.sha256), lambda _: True)
    assert store.read(lost.sha256) == papers.picture()


KILLED = """
import os, signal, sys
from core.access import Actor, Role
from core.document import Holder, Paper, Upload, add, commands, store
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
exec(sys.argv[1])
ana = Actor("account:1", "Ana", Role.COORDINATOR, frozenset({int(sys.argv[2])}), account_id=1)
add(ana, Upload("a.txt", b"Dear colleague"), Holder(referral_id=int(sys.argv[3])), Paper.LETTER)
"""


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(
    ("where", "left"),
    [("store.Path.replace = die", "new."), ("commands.record = die", sha256(b"Dear colleague").hexdigest())],
    ids=["before the file has its name", "before the row commits"],
)
def test_a_process_killed_between_file_and_row_leaves_a_file_at_most(cast, iris, clock, where, left):
    told = [sys.executable, "-c", KILLED, where, str(cast.leeds), str(iris.id)]
    assert subprocess.run(told, cwd=ROOT, capture_output=True, check=False).returncode == -signal.SIGKILL
    assert document.of(cast.ana, iris) == []
    (file,) = store.kept()
    assert file.name.startswith(left)
    clock.forward(hours=25)
    sweep_job.run()
    assert list(store.kept()) == []
    document.add(cast.ana, Upload("a.txt", b"Dear colleague"), iris, Paper.LETTER)


def test_people_do_not_sweep(cast):
    for command in (document.sweep, document.scan_waiting):
        with pytest.raises(NotAllowed):
            command(cast.adam)
    assert document.sweep(JOB) == 0
