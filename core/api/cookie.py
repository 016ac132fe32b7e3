"""The session cookie: what it is called, who may read it, where it goes.

SameSite is Strict, and a link in an e-mail still opens signed in: the page it opens is an empty shell that
needs no cookie, and the WebSocket which that shell opens comes from our own origin.
"""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from core.people import token
from core.settings import settings


def name() -> str:
    """Over TLS no other host or plain page can set a cookie of this name."""
    return "__Host-baton" if is_secure() else "baton"


def is_secure() -> bool:
    """Whether people come over TLS; a Secure cookie over http://localhost is dropped by Safari."""
    return settings().public_url.startswith("https://")


def is_kept_by(origin: str) -> bool:
    """Whether a browser that came from there keeps it: over plain HTTP it drops a Secure one without a word."""
    return origin.startswith("https://") or not is_secure()


def give(answer: Response, secret: str) -> None:
    """Hand a session to this browser until it closes; scripts cannot read it."""
    answer.set_cookie(name(), secret, path="/", secure=is_secure(), httponly=True, samesite="strict")


def take_back(answer: Response) -> None:
    """Remove it from this browser."""
    answer.delete_cookie(name(), path="/", secure=is_secure(), httponly=True, samesite="strict")


def token_hash(connection: HTTPConnection) -> str | None:
    """The hash of the session token that came along, whether or not it is still good."""
    secret = connection.cookies.get(name())
    return token.hashed(secret) if secret else None
