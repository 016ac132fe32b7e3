"""What a stranger may try against the real process: the probes of identity, all refused."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from core import ownership, people
from core.people import hashed_token
from tests.cast import Cast
from tests.world.servers import Web

pytestmark = pytest.mark.database("sqlite")

PAGES = ["", "refer", "inbound", "outbound", "internal", "messages", "audit", "people", "referral"]
REFUSED = "Your role does not include this page"
CLOSED = [
    ("/_stcore/metrics", "GET"),
    ("/_stcore/agent/interact", "POST"),
    ("/_stcore/agent/mcp", "POST"),
    ("/_stcore/agent/openapi.json", "GET"),
    ("/media/any.png", "GET"),
    ("/_stcore/upload_file/session/file", "PUT"),
    ("/_stcore/upload_file/session/file", "DELETE"),
    ("/component/any/index.html", "GET"),
]
OPEN = ["/", "/people", "/_stcore/health", "/_stcore/host-config", "/app/static/logo.svg"]
ENDS: dict[str, Callable[[Cast, str], object]] = {
    "signed out in another tab": lambda _, token: people.sign_out(hashed_token(token)),
    "sessions ended": lambda cast, _: people.end_sessions(cast.adam, cast.mia.account_id or 0),
    "account disabled": lambda cast, _: ownership.disable(cast.adam, cast.mia.account_id or 0),
}


@pytest.fixture
def web(able: Cast, tmp_path: Path) -> Iterator[Web]:
    """The real process, just started: nobody has been here before."""
    with Web(tmp_path) as running:
        yield running


class Tab:
    """A tab that speaks Streamlit's own protocol and may name the session id that it wants to resume."""

    def __init__(self, web: Web, cookie: str = "", resume: str = "", **headers: str) -> None:
        self.socket = self._knock(web, cookie, resume, headers)
        self.session = ""

    def _knock(self, web: Web, cookie: str, resume: str, headers: dict[str, str]) -> ClientConnection:
        origin = headers.pop("Origin", web.url)
        return connect(
            f"ws://localhost:{web.port}/_stcore/stream",
            origin=origin or None,  # type: ignore[arg-type]
            additional_headers={**headers, "Cookie": f"baton={cookie}"},
            subprotocols=["streamlit", "none", resume] if resume else ["streamlit"],  # type: ignore[list-item]
            open_timeout=20,
            max_size=None,
            legacy=True,
        )

    def look(self, page: str = "", query: str = "") -> str:
        """Everything that one run sends, as text."""
        asked = BackMsg()
        asked.rerun_script.page_name, asked.rerun_script.query_string = page, query
        self.socket.send(asked.SerializeToString())
        heard = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(timeout=30))  # type: ignore[arg-type]
            heard.append(str(message))
            if message.HasField("new_session"):
                self.session = message.new_session.initialize.session_id
            if message.WhichOneof("type") == "script_finished":
                return "".join(heard)


def is_sign_in(seen: str) -> bool:
    return 'label: "Username"' in seen and 'label: "Sign out"' not in seen


def test_a_deep_link_on_a_cold_process_shows_the_sign_in_and_nothing_else(web, able):
    for page in PAGES:
        seen = Tab(web).look(page, "id=1")
        assert is_sign_in(seen), page
        assert able.ana.name not in seen
    for path, method in CLOSED:
        assert status(web, path, method) == 404, path
    page = urllib.request.urlopen(web.url, timeout=20).read().decode()
    for path in [*OPEN, *re.findall(r'(?:src|href)="\.(/static/[^"]+)"', page)]:
        assert status(web, path) == 200, path


def test_nobody_takes_over_what_is_somebody_elses(web, able, token_of, subtests):
    mia, ben = token_of(able.mia), token_of(able.ben)
    with subtests.test("who is signed in sees the page"):
        victim = Tab(web, mia)
        assert able.ben.name in victim.look("people")
    with subtests.test("a role without the permission does not"):
        seen = Tab(web, ben).look("people")
        assert REFUSED in seen
        assert able.mia.name not in seen
    with subtests.test("a victim's session id without a cookie, while they look"):
        stranger = Tab(web, resume=victim.session)
        assert is_sign_in(stranger.look("people"))
        assert stranger.session != victim.session
    with subtests.test("a victim's session id with another person's cookie"):
        other = Tab(web, ben, resume=victim.session)
        assert REFUSED in other.look("people")
        assert other.session != victim.session
        assert able.ben.name in victim.look("people")
    with subtests.test("a victim's session id after they have gone"):
        victim.socket.close()
        assert is_sign_in(Tab(web, resume=victim.session).look("people"))
        assert REFUSED in Tab(web, ben, resume=victim.session).look("people")
    for name in ("x-baton-session", "X-BATON-SESSION", "x_baton_session"):
        with subtests.test("a forged identity", name=name):
            assert is_sign_in(Tab(web, **{name: hashed_token(mia)}).look("people"))
            assert REFUSED in Tab(web, ben, **{name: hashed_token(mia)}).look("people")
    for origin in ("", "null", "https://evil.example.org", "http://localhost:1"):
        with subtests.test("another origin", origin=origin), pytest.raises(InvalidStatus) as refusal:
            Tab(web, mia, Origin=origin)
        assert refusal.value.response.status_code == 403


def test_a_tab_that_stays_open_sees_nothing_more_once_its_session_is_over(web, able, token_of, subtests):
    for how, end in ENDS.items():
        with subtests.test(how):
            token = token_of(able.mia)
            tab = Tab(web, token)
            assert able.ben.name in tab.look("people")
            end(able, token)
            assert is_sign_in(tab.look("people"))


def status(web: Web, path: str, method: str = "GET") -> int:
    body = b"" if method in {"POST", "PUT"} else None
    asked = urllib.request.Request(web.url + path, body, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
