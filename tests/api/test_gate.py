"""The gate: what it lets through, as whom, and what it refuses, asked of the gate alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from core import people
from core.api.gate import INLINE, Gate, viewer_of
from core.people import hashed_token

pytestmark = pytest.mark.database("sqlite")

HERE = "http://localhost:8501"
BEHIND = {"host": "localhost:8501", "origin": HERE}


async def heard(request: Request) -> JSONResponse:
    actor = await viewer_of(request)
    return JSONResponse({"headers": request.headers.items(), "actor": actor.name if actor else None})


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json(socket.headers.items())


@pytest.fixture
def web(able) -> Iterator[TestClient]:
    """What stands behind the gate says what it hears."""
    routes = [
        WebSocketRoute("/_stcore/stream", stream),
        Route("/{path:path}", heard, methods=["GET", "POST"]),
    ]
    with TestClient(Gate(Starlette(routes=routes)), base_url=HERE) as client:
        yield client


def identity(web: TestClient, **headers: str) -> list[str]:
    """Every identity that Streamlit would read off a WebSocket with these headers."""
    with web.websocket_connect("/_stcore/stream", headers={"origin": HERE} | headers) as socket:
        return [value for name, value in socket.receive_json() if name == "x-baton-session"]


def test_a_cookie_becomes_an_identity(web, able, token_of):
    ana = token_of(able.ana)
    assert identity(web, cookie=f"baton={ana}") == [hashed_token(ana)]


@pytest.mark.parametrize(
    "cookie", ["", "baton=", "baton=made-up", "other=1", "baton", "=;;baton=\x01", "baton=" + "x" * 5000]
)
def test_no_cookie_or_a_bad_one_is_nobody(web, cookie):
    assert identity(web, cookie=cookie) == []


def test_a_session_that_is_over_is_nobody(web, able, token_of):
    ana = token_of(able.ana)
    people.sign_out(hashed_token(ana))
    assert identity(web, cookie=f"baton={ana}") == []


def test_a_token_hash_is_no_token(web, able, token_of):
    assert identity(web, cookie=f"baton={hashed_token(token_of(able.ana))}") == []


@pytest.mark.parametrize(
    "name", ["x-baton-session", "X-Baton-Session", "X_BATON_SESSION", "x-baton_session", "x_baton-SESSION"]
)
def test_a_forged_identity_is_dropped_however_it_is_spelled(web, able, token_of, name):
    ana = hashed_token(token_of(able.ana))
    assert identity(web, **{name: ana}) == []
    ben = token_of(able.ben)
    assert identity(web, **{name: ana, "cookie": f"baton={ben}"}) == [hashed_token(ben)]
    assert ana not in web.get("/anything", headers={name: ana}).text


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example.org",
        "http://localhost:8501.evil.example.org",
        "http://localhost",
        "http://localhost:8502",
        "null",
        "localhost:8501",
        "javascript://localhost:8501",
        "http://user@localhost:8501",
    ],
)
def test_a_websocket_from_another_origin_is_refused(web, able, token_of, origin):
    with pytest.raises(WebSocketDisconnect):
        identity(web, origin=origin, cookie=f"baton={token_of(able.ana)}")


def test_a_websocket_without_an_origin_is_refused(web, able, token_of):
    with pytest.raises(WebSocketDisconnect), web.websocket_connect("/_stcore/stream"):
        pass


def test_behind_a_proxy_that_renames_the_host_the_public_address_is_our_own(web, monkeypatch):
    from core import settings

    monkeypatch.setenv("BATON_PUBLIC_URL", "https://baton.example.org")
    settings.forget()
    with web.websocket_connect("/_stcore/stream", headers={"origin": "https://baton.example.org"}) as socket:
        assert ["host", "baton.example.org"] in socket.receive_json()


INSIDE = [
    "/media/picture.png",
    "/_stcore/upload_file/session/file",
    "/component/any/index.html",
    "//media/x",
]


@pytest.mark.parametrize("path", INSIDE)
def test_files_are_for_those_who_are_signed_in(web, able, token_of, path):
    ana = token_of(able.ana)
    assert web.get(HERE + path).status_code == 404
    web.cookies.set("baton", ana)
    assert web.get(HERE + path).status_code == 200
    people.sign_out(hashed_token(ana))
    assert web.get(HERE + path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/agent/openapi.json",
        "/_stcore/script-health-check",
        "/_stcore",
        "//_stcore/metrics",
        "/_stcore/%6detrics",
    ],
)
def test_what_nobody_needs_is_closed_to_everybody(web, able, token_of, path):
    web.cookies.set("baton", token_of(able.adam))
    assert web.get(HERE + path).status_code == 404
    assert web.post(HERE + path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/referral?id=1",
        "/_stcore/health",
        "/_stcore/host-config",
        "/static/js/index.js",
        "/static/media/font.woff2",
        "/app/static/logo.svg",
    ],
)
def test_what_the_sign_in_page_needs_is_open(web, path):
    assert web.get(path).status_code == 200


def test_our_routes_know_who_asks_and_asking_does_not_keep_a_session_alive(web, able, token_of, clock):
    web.cookies.set("baton", token_of(able.ana))
    assert web.get("/find").json()["actor"] == "Ana Costa"
    clock.forward(minutes=14)
    assert web.get("/find").json()["actor"] == "Ana Costa"
    clock.forward(minutes=2)
    assert web.get("/find").json()["actor"] is None


def test_every_answer_says_what_a_browser_may_not_do_with_it(web):
    for path in ("/", "/_stcore/metrics", "/media/x"):
        told = web.get(path).headers
        assert told["x-content-type-options"] == "nosniff"
        assert told["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in told["content-security-policy"]
        assert "object-src 'none'" in told["content-security-policy"]
        assert "strict-transport-security" not in told


def test_over_tls_a_browser_is_told_to_stay_there(web, able, token_of, monkeypatch):
    from core import settings

    monkeypatch.setenv("BATON_PUBLIC_URL", "https://baton.example.org")
    settings.forget()
    assert "max-age=" in web.get("/").headers["strict-transport-security"]
    ana, origin = token_of(able.ana), "https://baton.example.org"
    assert identity(web, origin=origin, cookie=f"baton={ana}") == []
    assert identity(web, origin=origin, cookie=f"__Host-baton={ana}") == [hashed_token(ana)]


def test_the_one_inline_script_is_still_the_one_that_is_allowed():
    import base64
    import hashlib

    page = Path(streamlit.__file__).parent.joinpath("static", "index.html").read_text()
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert [f"sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}" for one in inline] == [INLINE]


@pytest.mark.parametrize(
    ("length", "status"), [("8192", 200), ("8193", 413), ("-1", 413), ("many", 413), ("9" * 30, 413)]
)
def test_a_form_of_ours_is_short(web, length, status):
    assert web.post("/auth/session", headers={"content-length": length}).status_code == status


def test_a_body_of_unknown_length_is_refused(web):
    assert web.post("/auth/session", headers={"transfer-encoding": "chunked"}).status_code == 413
