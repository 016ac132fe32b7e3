"""The web process starts only when all is right, and otherwise says why in one sentence."""

import logging
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from core.api import start
from tests.world.servers import ROOT, free_port, until

pytestmark = pytest.mark.database("sqlite")


def mapped(headers: Headers) -> dict[str, str | None]:
    return {"session": headers.get("x-baton-session")}


def ended_with(*command: str, cwd: Path = ROOT, **environment: str) -> str:
    """What a process says that does not start."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


def test_all_is_right(database):
    start.refuse_unless_ready(mapped)


@pytest.mark.parametrize(
    "identity_in", [lambda _: {}, lambda _: {"session": None}, lambda headers: {**mapped(headers), "email": "x"}]
)
def test_without_streamlit_hearing_who_is_looking_nothing_starts(database, identity_in):
    with pytest.raises(SystemExit, match="who is looking"):
        start.refuse_unless_ready(identity_in)


def test_pages_under_a_path_would_pass_the_gate_by_and_are_refused(database):
    with pytest.raises(SystemExit, match="baseUrlPath"):
        start.refuse_unless_ready(mapped, "/baton")


def test_an_empty_database_says_what_to_do(blank, monkeypatch):
    monkeypatch.setenv("BATON_DATABASE_URL", blank)
    start.settings.cache_clear()
    with pytest.raises(SystemExit, match="core migrate"):
        start.refuse_unless_ready(mapped)


def test_a_database_that_is_away_is_said_without_its_password(database, monkeypatch):
    monkeypatch.setenv("BATON_DATABASE_URL", "postgresql://baton:secret@127.0.0.1:1/away")
    start.settings.cache_clear()
    with pytest.raises(SystemExit) as ended:
        start.refuse_unless_ready(mapped)
    assert "BATON_DATABASE_URL" in str(ended.value)
    assert "secret" not in str(ended.value)


def test_a_wrong_setting_is_one_sentence_however_it_is_started(database):
    for command in (("uvicorn", "app:app"), ("streamlit", "run", "app.py", "--server.port", str(free_port()))):
        said = ended_with(*command, BATON_PUBLIC_URL="ftp://example.org")
        assert said.startswith("BATON_PUBLIC_URL must be"), said


def test_a_configuration_that_maps_no_identity_is_refused(database):
    port = str(free_port())
    said = ended_with("streamlit", "run", "app.py", "--server.port", port, "--server.trustedUserHeaders", "{}")
    assert "who is looking" in said


def test_under_uvicorn_it_finds_its_own_pages_and_configuration_from_any_folder(database, tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--app-dir", str(ROOT), "app:app", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log, subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log) as web:
        try:
            until(lambda: web.poll() is not None or answers(port), 60)
            assert answers(port), (tmp_path / "log").read_text()
        finally:
            web.terminate()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize("place", ["/auth/invite/", "/file/"])
def test_a_link_that_opens_something_is_not_in_the_log(database, place):
    start.refuse_unless_ready(mapped)
    line = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', None, None)
    line.args = ("127.0.0.1:1", "GET", f"{place}a-secret?x=1", "1.1", 200)
    assert all(
        one.filter(line) if hasattr(one, "filter") else one(line) for one in logging.getLogger("uvicorn.access").filters
    )
    assert line.getMessage() == f'127.0.0.1:1 - "GET {place}…?x=1 HTTP/1.1" 200'
