"""Make one call: to the address that was looked up and no other, over TLS, without redirects, and not for long."""

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from core import clock
from core.hook.model import signature
from core.hook.outbox import Due
from core.settings import settings

PATIENCE_S = 5.0
MOST = 64 * 1024
PORT = 443


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
        connection.sock = _connected(host, port)
        connection.request("POST", path, body, _headers(due, body))
        answer = connection.getresponse()
        answer.read(MOST)
    except (OSError, http.client.HTTPException) as failure:
        raise Unanswered(f"No answer: {_plain(failure)}.") from None
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


def _connected(host: str, port: int) -> ssl.SSLSocket:
    """A connection to an address that may be called; the name is checked by its certificate, not looked up again."""
    address = next(iter(_addresses(host, port)))
    plain = socket.create_connection((address, port), timeout=PATIENCE_S)
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _addresses(host: str, port: int) -> Iterator[str]:
    """Where the name leads; a name that leads to even one address inside is not called."""
    found = sorted({str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    if not settings().hooks_private and not all(_is_global(each) for each in found):
        raise Unanswered("Its address lies inside a private network, where Baton does not call.")
    return iter(found)


def _is_global(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or parsed
    return bool(inner.is_global and not inner.is_multicast)


def _plain(failure: BaseException) -> str:
    """Its kind only: what a server says may be anything."""
    match failure:
        case ssl.SSLCertVerificationError():
            return "its certificate is not trusted"
        case TimeoutError():
            return f"nothing within {PATIENCE_S:.0f} seconds"
        case socket.gaierror():
            return "its name is not known"
        case _:
            return "the connection was refused or broke off"
