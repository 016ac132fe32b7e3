"""Make one call: to the address that was looked up and no other, over TLS, without redirects, and not for long."""

import http.client
import json
from urllib.parse import urlsplit

from core import clock
from core.dial import PORT, Inside, broke, dialled
from core.hook.model import signature
from core.hook.outbox import Due

PATIENCE_S = 5.0
MOST = 64 * 1024


class Unanswered(Exception):
    """The call was not taken, and why, in words for whoever set it up."""


def call(due: Due) -> None:
    """Post it; raises Unanswered unless the answer is 2xx."""
    parts = urlsplit(due.address)
    host, port = parts.hostname or "", parts.port or PORT
    body = json.dumps(due.body, separators=(",", ":"), sort_keys=True).encode()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPSConnection(host, port, timeout=PATIENCE_S)
    try:
        connection.sock = dialled(host, port, PATIENCE_S)
        connection.request("POST", path, body, _headers(due, body))
        answer = connection.getresponse()
        answer.read(MOST)
    except Inside:
        raise Unanswered("Its address lies inside a private network, where Baton does not call.") from None
    except (OSError, http.client.HTTPException) as failure:
        raise Unanswered(f"No answer: {broke(failure, PATIENCE_S)}.") from None
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        hint = " Redirects are not followed." if 300 <= answer.status < 400 else ""
        raise Unanswered(f"It answered {answer.status}.{hint}")


def _headers(due: Due, body: bytes) -> dict[str, str]:
    at = int(clock.now().timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Baton",
        "Baton-Delivery": due.key,
        "Baton-Signature": signature(due.secret, at, body),
    }
