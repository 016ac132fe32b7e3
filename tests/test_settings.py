"""The settings: what is read, what is refused and how it is said."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.errors import Misconfigured
from core.settings import ROOT, Settings, described, settings

SECRET = "not-for-anybody-else-to-read-0123456789"


def refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured) as refusal:
        settings()
    said = str(refusal.value)
    assert name in said
    assert re.fullmatch(r"[^\n]+\.", said), said
    return said


def test_nothing_set_is_a_working_start(monkeypatch, tmp_path):
    monkeypatch.setenv("BATON_DATA_DIR", str(tmp_path))
    now = settings()
    assert now.database_url == f"sqlite:///{tmp_path}/baton.db"
    assert now.mail_url == f"maildir:{tmp_path}/mail"
    assert now.public_url == "http://localhost:8501"
    assert now.time_zone == ZoneInfo("Europe/London")


def test_a_relative_data_folder_stands_in_the_project(monkeypatch):
    monkeypatch.setenv("BATON_SECRET_KEY", SECRET)
    monkeypatch.setenv("BATON_DATA_DIR", "data/elsewhere")
    assert settings().data_dir == ROOT / "data" / "elsewhere"
    monkeypatch.delenv("BATON_DATA_DIR")
    assert Settings().data_dir == ROOT / "data" / "local"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_names_the_same_driver(monkeypatch, scheme):
    monkeypatch.setenv("BATON_DATABASE_URL", f"{scheme}://baton:p%40ss@db.example.org:5433/group?sslmode=require")
    wanted = "postgresql+psycopg://baton:p%40ss@db.example.org:5433/group?sslmode=require"
    assert settings().database_url == wanted


@pytest.mark.parametrize("url", ["mysql://root@host/db", "sqlite://", "sqlite:///:memory:", "baton.db", "//"])
def test_a_database_that_two_processes_cannot_share_is_refused(monkeypatch, url):
    assert "sqlite:///" in refused(monkeypatch, "BATON_DATABASE_URL", url)


@pytest.mark.parametrize(
    "url",
    [
        "maildir:/var/mail/baton",
        "smtp://mail.example.org",
        "smtps://me:p%3Aw@mail.example.org:465",
        "smtp://[::1]:25",
    ],
)
def test_mail_leaves_by_folder_or_by_server(monkeypatch, url):
    monkeypatch.setenv("BATON_MAIL_URL", url)
    assert settings().mail_url == url


@pytest.mark.parametrize(
    "url",
    [
        "maildir:mail",
        "smtp://",
        "smtp://host:99999",
        "smtp://host:0",
        "smtp://host:port",
        "https://host",
        "smtp://h/x",
    ],
)
def test_mail_that_could_go_nowhere_is_refused(monkeypatch, url):
    refused(monkeypatch, "BATON_MAIL_URL", url)


@pytest.mark.parametrize(
    "sender",
    [
        "baton@example.org",
        "Baton",
        "Baton <baton>",
        "Baton <a@example.org>\nBcc: all@example.org",
        "<a@example.org>",
    ],
)
def test_a_sender_is_a_name_and_one_address_on_one_line(monkeypatch, sender):
    refused(monkeypatch, "BATON_MAIL_FROM", sender)


def test_the_public_address_loses_its_trailing_slash(monkeypatch):
    monkeypatch.setenv("BATON_PUBLIC_URL", "https://baton.example.org/")
    assert settings().public_url == "https://baton.example.org"


@pytest.mark.parametrize(
    "url",
    [
        "baton.example.org",
        "ftp://example.org",
        "https://example.org/app",
        "https://me@example.org",
        "http://[x",
    ],
)
def test_a_public_address_that_nobody_could_open_is_refused(monkeypatch, url):
    refused(monkeypatch, "BATON_PUBLIC_URL", url)


def test_a_zone_and_a_level_that_do_not_exist_are_refused(monkeypatch):
    assert "Europe/London" in refused(monkeypatch, "BATON_TIME_ZONE", "Europe/Leeds")
    monkeypatch.delenv("BATON_TIME_ZONE")
    assert "WARNING" in refused(monkeypatch, "BATON_LOG_LEVEL", "loud")


@pytest.mark.parametrize("zone", ["", "../../etc/passwd", "Europe"])
def test_a_zone_is_never_a_path(monkeypatch, zone):
    monkeypatch.setenv("BATON_TIME_ZONE", zone)
    if zone:
        refused(monkeypatch, "BATON_TIME_ZONE", zone)
    else:
        assert settings().time_zone == ZoneInfo("Europe/London")


def test_a_data_folder_that_is_a_file_is_refused(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    refused(monkeypatch, "BATON_DATA_DIR", str(tmp_path / "file"))
    refused(monkeypatch, "BATON_DATA_DIR", str(tmp_path / "file" / "below"))


def test_a_value_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text(SECRET + "\n")
    monkeypatch.setenv("BATON_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert settings().secret_key.get_secret_value() == SECRET


def test_a_file_that_is_not_there_or_says_the_same_twice_is_refused(monkeypatch, tmp_path):
    assert "may read" in refused(monkeypatch, "BATON_SECRET_KEY_FILE", str(tmp_path / "nowhere"))
    monkeypatch.setenv("BATON_SECRET_KEY", SECRET)
    assert "both" in refused(monkeypatch, "BATON_SECRET_KEY_FILE", str(tmp_path / "nowhere"))


def test_a_misspelt_variable_is_told_with_the_right_one(monkeypatch):
    said = refused(monkeypatch, "BATON_DATABSE_URL", "postgresql://me:hunter2@host/db")
    assert "BATON_DATABASE_URL is" in said
    assert "hunter2" not in said


def test_variables_of_the_tests_are_left_alone(monkeypatch):
    monkeypatch.setenv("BATON_TEST_ANYTHING", "1")
    assert settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BATON_DATABASE_URL", "mysql://me:hunter2@host/db"),
        ("BATON_MAIL_URL", "smtp://me:hunter2@host:99999"),
        ("BATON_SECRET_KEY", "hunter2"),
    ],
)
def test_a_refusal_never_repeats_a_secret(monkeypatch, name, value):
    assert "hunter2" not in refused(monkeypatch, name, value)


def test_settings_do_not_show_secrets_when_printed(monkeypatch):
    monkeypatch.setenv("BATON_DATABASE_URL", "postgresql://me:hunter2@host/db")
    monkeypatch.setenv("BATON_MAIL_URL", "smtp://me:hunter2@host")
    monkeypatch.setenv("BATON_SECRET_KEY", SECRET)
    assert "hunter2" not in repr(settings())
    assert SECRET not in repr(settings())


def test_settings_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        settings().public_url = "https://elsewhere.example.org"


def test_two_processes_that_start_at_once_use_one_secret_key(tmp_path):
    script = "from core.settings import settings; print(settings().secret_key.get_secret_value())"
    environment = {**os.environ, "BATON_DATA_DIR": str(tmp_path / "fresh")}
    starts = [
        subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    keys = {start.communicate(timeout=180)[0].strip() for start in starts}
    kept = tmp_path / "fresh" / "secret_key"
    assert keys == {kept.read_text()}
    assert len(kept.read_text()) >= 32
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret_key"]


def test_every_setting_is_described():
    rows = described()
    assert {variable for variable, _, _ in rows} == {f"BATON_{name.upper()}" for name in Settings.model_fields}
    assert all(default and meaning.endswith(".") for _, default, meaning in rows)
    assert not any(str(Path.home()) in default for _, default, _ in rows)
