"""A simulator of the endpoints of Twilio that we use: a real HTTP server that keeps what it is asked to send.

It checks who asks, answers like Twilio, can be slow, refuse and fail, and calls back, signed, when it is told to.
"""

import base64
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode

ACCOUNT, TOKEN = "AC" + "0" * 32, "token-of-the-account"


@dataclass
class Twilio:
    """`refuses` is an error by its code, `fails` a status without an answer, `cuts` hangs up when it has the message,
    `slow` is how long it thinks."""

    address: str = ""
    refuses: int = 0
    fails: int = 0
    cuts: bool = False
    slow: float = 0.0
    sent: list[dict[str, str]] = field(default_factory=list)
    media: dict[str, tuple[int, bytes, str]] = field(default_factory=dict)
    """What people sent with their messages: by path a status, bytes, and where it is instead."""
    connections: int = 0

    @property
    def values(self) -> dict[str, str]:
        """What is filled in to send through it."""
        return {"account": ACCOUNT, "token": TOKEN, "sender": "+441134960123", "address": self.address}

    def call_back(self, number: int, status: str, error: str = "", to: str = "", token: str = TOKEN) -> int:
        """Tell what became of the message with this number, signed with the token; the status of the answer."""
        message = self.sent[number]
        form = {"MessageSid": message["sid"], "MessageStatus": status, "To": message["To"], "AccountSid": ACCOUNT}
        form |= {"ErrorCode": error} if error else {}
        return self._posted(message["StatusCallback"], form, to, token)

    def hand_over(self, url: str, sender: str, words: str, to: str = "", token: str = TOKEN, **more: str) -> int:
        """Somebody texts us: hand it over to this address of ours, signed over it; the status of the answer."""
        form = {"MessageSid": f"SM{sender}{words}"[:34], "From": sender, "Body": words, "NumMedia": "0"} | more
        return self._posted(url, form, to, token)

    def _posted(self, url: str, form: dict[str, str], to: str, token: str) -> int:
        signed = url + "".join(name + form[name] for name in sorted(form))
        signature = base64.b64encode(hmac.digest(token.encode(), signed.encode(), "sha1")).decode()
        asked = urllib.request.Request(to or url, urlencode(form).encode())
        asked.add_header("X-Twilio-Signature", signature)
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error_answer:
            return error_answer.code


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    twilio: Twilio

    def setup(self) -> None:
        self.twilio.connections += 1
        super().setup()

    def do_GET(self) -> None:
        if self.path.startswith("/cdn/") or (self.path in self.twilio.media and self._is_ours()):
            self._bytes(*self.twilio.media[self.path])
        elif self._is_ours() and self.path == f"/2010-04-01/Accounts/{ACCOUNT}.json":
            self._answer(200, {"sid": ACCOUNT, "friendly_name": "Harbour Dental", "status": "active"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if not self._is_ours():
            return
        time.sleep(self.twilio.slow)
        if self.twilio.refuses:
            words = {"code": self.twilio.refuses, "message": "The 'To' number is not valid.", "status": 400}
            self._answer(400, words)
        elif self.twilio.fails:
            self._answer(self.twilio.fails, {})
        else:
            sid = f"SM{len(self.twilio.sent):032x}"
            self.twilio.sent.append(dict(parse_qsl(body)) | {"sid": sid})
            if self.twilio.cuts:
                self.close_connection = True
                return
            self._answer(201, {"sid": sid, "status": "queued"})

    def _is_ours(self) -> bool:
        user = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if self.headers.get("Authorization") == f"Basic {user}":
            return True
        self._answer(401, {"code": 20003, "message": "Authenticate", "status": 401})
        return False

    def _bytes(self, status: int, content: bytes, elsewhere: str) -> None:
        self.send_response(status)
        if elsewhere:
            self.send_header("Location", elsewhere)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _answer(self, status: int, told: dict[str, object]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """It keeps quiet."""


@contextmanager
def twilio() -> Iterator[Twilio]:
    """The simulator while it listens."""
    kept = Twilio()
    handler = type("Handler", (_Handler,), {"twilio": kept})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    kept.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
