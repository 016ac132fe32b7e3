"""What the finder fetches while somebody types: little, for few, never an error."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import directory
from core.api import MIDDLEWARE, ROUTES
from tests import make

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
PROVIDERS, PATIENTS = "/api/find/providers", "/api/find/patients"


@pytest.fixture
def web(able) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE)) as client:
        yield client


@pytest.fixture
def ask(web, token_of):
    def asked(actor, where, typed):
        return web.get(where, params={"q": typed}, headers={"cookie": f"baton={token_of(actor)}"})

    return asked


def test_a_practice_comes_with_its_place(ask, able):
    id = make.provider("Elm Dental", address="3 Mill Lane")
    answer = ask(able.dev, PROVIDERS, "elm mill")
    assert answer.json() == [{"id": id, "title": "Elm Dental", "detail": "3 Mill Lane, Otley LS21 3AB"}]
    assert answer.headers["cache-control"] == "no-store"


def test_a_suspended_practice_comes_with_a_word_of_warning(ask, able):
    id = make.provider("Elm Dental")
    directory.move_provider(able.cleo, id, 1, "suspend", "No indemnity")
    (found,) = ask(able.dev, PROVIDERS, "elm").json()
    assert (found["id"], found["hint"]) == (id, "Suspended")


def test_a_patient_comes_with_no_more_than_tells_two_apart(ask, able):
    told = {"postcode": "LS1 4AB", "phone": "07700 900123", "email": "r@example.org", "nhs_number": "9990000018"}
    id = make.patient("Rose O'Brien", at=able.leeds, **told)
    detail = "born 23 May 1961 · LS1 · phone …0123"
    assert ask(able.ana, PATIENTS, "obr").json() == [{"id": id, "title": "Rose O'Brien", "detail": detail}]


def test_dev_finds_nobody_of_leeds(ask, able):
    make.patient("Rose O'Brien", at=able.leeds)
    answer = ask(able.dev, PATIENTS, "obr")
    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize("where", [PROVIDERS, PATIENTS])
def test_without_a_session_there_is_no_answer(web, where):
    make.provider("Elm Dental")
    answer = web.get(where, params={"q": "elm"})
    assert (answer.status_code, answer.json()) == (401, [])
    assert web.get(where, headers={"cookie": "baton=guessed"}).status_code == 401
    assert web.post(where).status_code == 405


def test_operators_find_no_patients(ask, able):
    make.patient("Rose O'Brien", at=able.leeds)
    answer = ask(able.cleo, PATIENTS, "obr")
    assert (answer.status_code, answer.json()) == (403, [])


@pytest.mark.parametrize(
    "typed", ["", " ", "*", '"', "\x00", "elm\x00", "a" * 10_000, "elm " * 500, "💥", "elm ' OR 1=1"]
)
def test_hostile_text_finds_little_and_breaks_nothing(ask, able, typed):
    make.provider("Elm Dental")
    for where in (PROVIDERS, PATIENTS):
        assert ask(able.ana, where, typed).status_code == 200


@pytest.mark.database("sqlite")
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_the_naughty_strings_break_nothing(web, able, token_of):
    cookie = {"cookie": f"baton={token_of(able.ana)}"}
    for typed in json.loads((CORPUS / "blns/blns.json").read_text()):
        for where in (PROVIDERS, PATIENTS):
            assert web.get(where, params={"q": typed}, headers=cookie).status_code == 200
