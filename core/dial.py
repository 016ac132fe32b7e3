"""Dial a host that somebody else named: over TLS, at the address that was looked up, never inside a private network."""

import ipaddress
import socket
import ssl
from collections.abc import Iterator

from core.settings import settings

PORT = 443


class Inside(Exception):
    """The name leads into a private network."""


def dialled(host: str, port: int, patience_s: float) -> ssl.SSLSocket:
    """A connection to an address that may be called; the name is checked by its certificate, not looked up again."""
    address = next(iter(_addresses(host, port)))
    plain = socket.create_connection((address, port), timeout=patience_s)
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def broke(failure: BaseException, patience_s: float) -> str:
    """Its kind only: what a server says may be anything."""
    match failure:
        case Inside():
            return "its address lies inside a private network"
        case ssl.SSLCertVerificationError():
            return "its certificate is not trusted"
        case TimeoutError():
            return f"nothing within {patience_s:.0f} seconds"
        case socket.gaierror():
            return "its name is not known"
        case _:
            return "the connection was refused or broke off"


def _addresses(host: str, port: int) -> Iterator[str]:
    """Where the name leads; a name that leads to even one address inside is not called."""
    found = sorted({str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    if not settings().hooks_private and not all(_is_global(each) for each in found):
        raise Inside
    return iter(found)


def _is_global(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or parsed
    return bool(inner.is_global and not inner.is_multicast)
