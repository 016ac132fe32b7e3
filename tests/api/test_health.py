"""/healthz: what a watchdog hears, and what it does not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import make_url
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import heartbeat, settings, work
from core.api import MIDDLEWARE, ROUTES

MINUTE = timedelta(minutes=1)


@pytest.fixture
def web(database) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE)) as client:
        yield client


def beat(job: str, every: timedelta = MINUTE) -> None:
    heartbeat.begun(job, every)
    heartbeat.ended(job)


def test_all_is_well_when_the_database_answers_and_each_job_was_about(web, clock):
    beat("react", timedelta(seconds=1))
    beat("outcomes", timedelta(hours=1))
    clock.forward(seconds=20)
    answer = web.get("/healthz")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["status"], told["database"]) == ("ok", "ok")
    assert 19 <= told["jobs"]["react"]["age_s"] < 60
    assert told["jobs"]["outcomes"]["every_s"] == 3600


def test_a_job_that_is_away_is_late(web, clock):
    beat("react")
    clock.forward(minutes=30)
    beat("deliver")
    answer = web.get("/healthz")
    assert answer.status_code == 503
    assert {name: job["status"] for name, job in answer.json()["jobs"].items()} == {
        "deliver": "ok",
        "react": "late",
    }


def test_without_any_job_nothing_is_well(web):
    assert web.get("/healthz").status_code == 503


def test_a_failure_is_told_without_its_reason(web):
    beat("deliver")
    heartbeat.failed("deliver", "mail.example.org refused ann@example.org")
    answer = web.get("/healthz")
    assert answer.status_code == 503
    assert "example.org" not in answer.text


@pytest.mark.database("sqlite")
def test_a_database_that_is_away_is_said_and_nothing_more(web, database, monkeypatch):
    monkeypatch.setenv("BATON_DATABASE_URL", "postgresql://baton:secret@127.0.0.1:1/away")
    settings.forget()
    work.forget()
    answer = web.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "late"
    assert "secret" not in answer.text
    assert make_url(database).database not in answer.text
