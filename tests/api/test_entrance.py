"""The way in and out over HTTP: tickets, cookies, invitations."""

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import people, settings
from core.access import Role
from core.api import MIDDLEWARE, ROUTES
from core.people import Details, actor_for, hashed_token, knock
from tests.signed_in import PASSWORD

pytestmark = pytest.mark.database("sqlite")

HERE = "http://localhost:8501"
OURS = {"origin": HERE}


@pytest.fixture
def web(able) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url=HERE) as client:
        yield client


@pytest.fixture
def path(able) -> str:
    """Where a newcomer's one-use link leads."""
    link = people.invite(
        able.mia, "nora", Details("Nora <b>Newcomer</b>", Role.FRONT_DESK, frozenset({able.leeds}))
    ).link
    return link.removeprefix(HERE)


def test_a_ticket_becomes_a_cookie_that_no_script_can_read(web):
    answer = web.post("/auth/session", content=knock("ana", PASSWORD), headers=OURS)
    assert answer.status_code == 204
    assert answer.headers["cache-control"] == "no-store"
    cookie = SimpleCookie(answer.headers["set-cookie"])["baton"]
    assert cookie["httponly"]
    assert cookie["samesite"].casefold() == "strict"
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert not cookie["max-age"]
    assert actor_for(hashed_token(cookie.value)).name == "Ana Costa"


def test_over_tls_the_cookie_is_secure_and_bound_to_the_host(web, monkeypatch):
    monkeypatch.setenv("BATON_PUBLIC_URL", "https://baton.example.org")
    settings.forget()
    headers = {"origin": "https://baton.example.org"}
    given = web.post("/auth/session", content=knock("ana", PASSWORD), headers=headers).headers["set-cookie"]
    assert given.startswith("__Host-baton=")
    assert "; Secure" in given


def test_over_plain_http_a_browser_would_drop_that_cookie_so_the_address_is_said(web, monkeypatch):
    monkeypatch.setenv("BATON_PUBLIC_URL", "https://baton.example.org")
    settings.forget()
    answer = web.post("/auth/session", content=knock("ana", PASSWORD), headers=OURS)
    assert answer.status_code == 403
    assert answer.text == "Please open Baton at https://baton.example.org."


def test_a_ticket_is_good_once(web):
    ticket = knock("ana", PASSWORD)
    assert web.post("/auth/session", content=ticket, headers=OURS).status_code == 204
    again = web.post("/auth/session", content=ticket, headers=OURS)
    assert again.status_code == 401
    assert "set-cookie" not in again.headers


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example.org"}, {"origin": "null"}])
@pytest.mark.parametrize("where", ["/auth/session", "/auth/leave"])
def test_another_origin_opens_and_ends_nothing(web, where, headers):
    ticket = knock("ana", PASSWORD)
    assert web.post(where, content=ticket, headers=headers).status_code == 403
    assert people.enter(ticket)


@pytest.mark.parametrize("body", [b"", b"{}", b"made up", b"\x00", b"\xff\xfe", b"[" * 8000])
def test_nonsense_is_no_ticket(web, body):
    assert web.post("/auth/session", content=body, headers=OURS).status_code == 401


def test_leaving_ends_the_session_and_takes_the_cookie_back(web):
    web.post("/auth/session", content=knock("ana", PASSWORD), headers=OURS)
    token = web.cookies["baton"]
    assert web.post("/auth/leave", headers=OURS).status_code == 204
    assert "baton" not in web.cookies
    assert actor_for(hashed_token(token)) is None
    assert web.post("/auth/leave", headers=OURS).status_code == 204


def test_an_invitation_is_a_page_that_needs_no_script(web, path):
    page = web.get(path)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text
    assert "Nora &lt;b&gt;Newcomer&lt;/b&gt;" in page.text
    assert "12 characters or more" in page.text


def test_an_invitation_sets_a_password_and_says_how_to_go_on(web, path):
    for _ in range(2):
        assert web.get(path).status_code == 200
    done = web.post(path, data={"password": PASSWORD, "again": PASSWORD}, headers=OURS)
    assert done.status_code == 200
    assert "Your password is set" in done.text
    assert "set-cookie" not in done.headers
    assert knock("nora", PASSWORD)
    assert web.get(path).status_code == 404
    assert web.post(path, data={"password": PASSWORD, "again": PASSWORD}, headers=OURS).status_code == 404


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"password": "too short", "again": "too short"}, "at least 12"),
        ({"password": "password1234", "again": "password1234"}, "guessed"),
        ({"password": PASSWORD, "again": "something else here"}, "not the same"),
        ({"password": PASSWORD}, "not the same"),
        ({}, "at least 12"),
    ],
)
def test_a_password_that_will_not_do_is_said_beside_the_field_and_the_link_stays_good(web, path, form, said):
    page = web.post(path, data=form, headers=OURS)
    assert page.status_code == 422
    assert said in page.text
    assert 'aria-invalid="true"' in page.text
    assert PASSWORD not in page.text
    assert web.get(path).status_code == 200


def test_a_link_that_is_not_good_says_so_calmly(web):
    for secret in ("made-up", "%00", "x" * 3000, knock("ana", PASSWORD)):
        page = web.get(f"/auth/invite/{secret}")
        assert page.status_code == 404
        assert "This link does not work" in page.text


def test_another_origin_sets_no_password(web, path):
    form = {"password": PASSWORD, "again": PASSWORD}
    assert web.post(path, data=form, headers={"origin": "https://evil.example.org"}).status_code == 403
    assert web.post(path, data=form).status_code == 403
    assert web.get(path).status_code == 200
