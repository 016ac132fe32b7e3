"""The gate in front of everything: it says who is looking, and nobody else can.

A session cookie is looked up in the database, and its hash is handed on as the header that Streamlit trusts;
whatever a client sends under that name is dropped. A WebSocket that knows another person's Streamlit session
id but has not their cookie therefore gets a session of its own.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.access import Actor
from core.api import cookie
from core.people import actor_for
from core.settings import settings

IDENTITY = "x-baton-session"
WITH_SESSION = ("/media", "/component", "/_stcore/upload_file", "/_stcore/bidi-components")
OPEN = ("/_stcore/health", "/_stcore/host-config")
CLOSED = "/_stcore"
OURS = "/auth"
LARGEST = 8192
INLINE = "sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA="  # the one script inside Streamlit's index.html
POLICY = {
    "default-src": "'self'",
    "script-src": f"'self' 'unsafe-eval' blob: '{INLINE}'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


class Gate:
    """Middleware around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, with an identity or without; or refuse."""
        if scope["type"] == "websocket":
            await self._socket(_unmarked(scope), receive, send)
        elif scope["type"] == "http":
            await self._request(_unmarked(scope), receive, _guarded(send))
        else:
            await self.app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Only from our own pages; the identity goes along when the cookie is good."""
        asked = HTTPConnection(scope)
        if not is_own_origin(asked.headers):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        token_hash = cookie.token_hash(asked)
        actor = await run_in_threadpool(actor_for, token_hash)
        headers = MutableHeaders(scope=scope)
        headers["host"] = urlsplit(headers["origin"]).netloc  # behind a proxy they may differ
        if actor and token_hash:
            headers[IDENTITY] = token_hash
        await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = HTTPConnection(scope)
        if _is_at(asked, *WITH_SESSION):
            refused = 404 if await viewer_of(asked) is None else 0
        elif _is_at(asked, CLOSED) and not _is_at(asked, *OPEN):
            refused = 404
        else:
            refused = 413 if _is_at(asked, OURS) and _is_large(asked.headers) else 0
        app = PlainTextResponse("", refused) if refused else self.app
        await app(scope, receive, send)


async def viewer_of(connection: HTTPConnection) -> Actor | None:
    """Who asks, for routes of our own; asking alone does not keep a session alive."""
    return await run_in_threadpool(actor_for, cookie.token_hash(connection), touch=False)


def is_own_origin(headers: Headers) -> bool:
    """Whether a browser sent this from one of our own pages."""
    origin = urlsplit(headers.get("origin", ""))
    own = {headers.get("host"), urlsplit(settings().public_url).netloc}
    return origin.scheme in {"http", "https"} and origin.netloc in own


def _unmarked(scope: Scope) -> Scope:
    """The scope without any client's copy of the identity header, however it is spelled."""
    forged = IDENTITY.encode()
    kept = [(name, value) for name, value in scope["headers"] if name.lower().replace(b"_", b"-") != forged]
    return {**scope, "headers": kept}


def _is_at(asked: HTTPConnection, *places: str) -> bool:
    """Whether the path is one of these or below it, however many slashes it begins with."""
    path = f"/{asked.scope['path'].lstrip('/')}/"
    return any(path.startswith(f"{place}/") for place in places)


def _is_large(headers: Headers) -> bool:
    """Whether a body is longer than a form of ours, or does not say how long it is."""
    length = headers.get("content-length", "0")
    return "transfer-encoding" in headers or not length.isdigit() or int(length) > LARGEST


def _guarded(send: Send) -> Send:
    """Send with the headers that tell a browser what it may not do with an answer."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _precautions():
                headers.setdefault(name, value)
        await send(message)

    return guarded


def _precautions() -> Iterator[tuple[str, str]]:
    yield "X-Content-Type-Options", "nosniff"
    yield "Referrer-Policy", "same-origin"
    yield "Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in POLICY.items())
    yield "Cross-Origin-Opener-Policy", "same-origin"
    if cookie.is_secure():
        yield "Strict-Transport-Security", "max-age=31536000"
