"""A push service as browsers have one: a real HTTPS server that checks, opens and keeps what is pushed to telephones.

It asks of each push what RFC 8030, 8291 and 8292 ask, holds one message for each topic, and answers as it is told to.
What it opens, it opens by itself: none of the code that sealed it is used.
"""

import hmac
import json
import ssl
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.world.https import certificate

CURVE = ec.SECP256R1()


@dataclass(frozen=True)
class Browser:
    """One subscription with the keys that never leave its telephone."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey
    secret: bytes

    @property
    def said(self) -> dict[str, Any]:
        """What a page hands over, as PushSubscription.toJSON has it."""
        return {"endpoint": self.endpoint, "keys": {"p256dh": text(self.point), "auth": text(self.secret)}}

    @property
    def point(self) -> bytes:
        """Its public key."""
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def opened(self, body: bytes) -> dict[str, Any]:
        """What was sealed for it, by RFC 8291; an error where it was sealed for another."""
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        theirs, record = body[21 : 21 + length], body[21 + length :]
        assert len(body) <= size == 4096
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
        between = _expanded(self.secret, shared, b"WebPush: info\0" + self.point + theirs, 32)
        key = _expanded(salt, between, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _expanded(salt, between, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, record, None)
        assert plain.endswith(b"\x02"), "one record, and the last"
        return dict(json.loads(plain[:-1]))


@dataclass
class Pushed:
    """One message for one telephone."""

    browser: Browser
    headers: dict[str, str]
    said: dict[str, Any]
    who: dict[str, Any]


@dataclass
class PushService:
    """`status` is what it answers instead of taking a message, `cuts` hangs up when it has it, `hasty` hangs up after
    each answer without saying so."""

    address: str = ""
    status: int = 201
    cuts: bool = False
    hasty: bool = False
    browsers: dict[str, Browser] = field(default_factory=dict)
    came: list[Pushed] = field(default_factory=list)
    connections: int = 0

    @property
    def values(self) -> dict[str, str]:
        """What is filled in to send through it."""
        return {"services": self.address.removeprefix("https://"), "confirm": "15"}

    @property
    def waiting(self) -> list[Pushed]:
        """What it would still deliver: the newest of each topic."""
        newest = {(one.browser.endpoint, one.headers.get("Topic", str(n))): one for n, one in enumerate(self.came)}
        return list(newest.values())

    def subscribed(self, private: int = 0, secret: bytes = b"") -> Browser:
        """A telephone of its own, or the one with these keys."""
        key = ec.derive_private_key(private, CURVE) if private else ec.generate_private_key(CURVE)
        path = f"/send/{len(self.browsers):032x}"
        found = Browser(f"{self.address}{path}", key, secret or sha256(path.encode()).digest()[:16])
        self.browsers[path] = found
        return found

    def forget(self, browser: Browser) -> None:
        """Its owner took the permission away: from now on it is gone."""
        self.browsers = {path: one for path, one in self.browsers.items() if one != browser}

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """The status of the answer; a push that breaks a rule of the specifications is a fault of the sender."""
        if self.status != 201:
            return self.status
        if path not in self.browsers:
            return 410
        try:
            who = self._checked(headers)
            browser = self.browsers[path]
            self.came.append(Pushed(browser, headers, browser.opened(body), who))
        except (AssertionError, KeyError, ValueError, jwt.PyJWTError):
            return 400
        return 201

    def _checked(self, headers: dict[str, str]) -> dict[str, Any]:
        """Who sends, and that everything stands there that has to."""
        assert headers["Content-Encoding"] == "aes128gcm"
        assert 0 <= int(headers["TTL"]) <= 30 * 86_400
        assert headers["Urgency"] in {"very-low", "low", "normal", "high"}
        assert len(headers.get("Topic", "")) <= 32
        scheme, _, rest = headers["Authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw(parts["k"]))
        assert scheme == "vapid"
        who = jwt.decode(parts["t"], key, algorithms=["ES256"], audience=self.address, options={"verify_exp": False})
        assert who["sub"].startswith("mailto:")
        return {**who, "key": parts["k"]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: PushService

    def setup(self) -> None:
        self.service.connections += 1
        super().setup()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status = self.service.take(self.path, dict(self.headers.items()), body)
        self.close_connection = self.service.hasty or self.service.cuts
        if self.service.cuts:
            return
        self.send_response(status)
        self.send_header("Location", f"{self.service.address}/m/{len(self.service.came)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """It keeps quiet."""


@contextmanager
def push_service(folder: Path) -> Iterator[tuple[PushService, Path]]:
    """The service while it listens, and the certificate that it shows."""
    cert, key = certificate(folder)
    kept = PushService()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"service": kept}))
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    kept.address = f"https://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield kept, cert
    finally:
        server.shutdown()
        server.server_close()


def text(raw_bytes: bytes) -> str:
    """As keys are written in web push."""
    return urlsafe_b64encode(raw_bytes).rstrip(b"=").decode()


def raw(written: str) -> bytes:
    """The same back."""
    return urlsafe_b64decode(written + "=" * (-len(written) % 4))


def _expanded(salt: bytes, key: bytes, info: bytes, length: int) -> bytes:
    """HKDF of RFC 5869 with SHA-256, as far as one block reaches."""
    return hmac.digest(hmac.digest(salt, key, "sha256"), info + b"\x01", "sha256")[:length]
