"""A real IMAP server for tests: pymap, in a process of its own, with one mailbox in its memory."""

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

USER, PASSWORD = "replies", "s3cret-of-the-mailbox"
PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Imap:
    """Where it listens."""

    port: int

    @property
    def values(self) -> dict[str, str]:
        """What is filled in to read it."""
        return {
            "address": "replies@example.org",
            "host": "127.0.0.1",
            "port": str(self.port),
            "security": "None",
            "user": USER,
            "password": PASSWORD,
        }

    def put(self, *mails: bytes, at: datetime | None = None) -> None:
        """Deliver mails, as of this moment or another."""
        with self._signed_in() as server:
            came = imaplib.Time2Internaldate(at or datetime.now(UTC))
            for mail in mails:
                said, _ = server.append("INBOX", "", came, mail)
                assert said == "OK"

    def flags(self) -> list[str]:
        """What each mail in it is marked with."""
        with self._signed_in() as server:
            server.select("INBOX", readonly=True)
            _, told = server.fetch("1:*", "(FLAGS)")
            return [str(one) for one in told if one]

    @contextmanager
    def _signed_in(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=PATIENCE_S) as server:
            server.login(USER, PASSWORD)
            yield server


@contextmanager
def imap() -> Iterator[Imap]:
    """The server while it runs; its mailbox is empty, and new for each."""
    port = _free()
    command = Path(sys.executable).with_name("pymap")
    asked = [command, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict"]
    asked += ["--demo-user", USER, "--demo-password", PASSWORD]
    server = subprocess.Popen(list(map(str, asked)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_it_listens(server, port)
        yield Imap(port)
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def _until_it_listens(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    server.kill()
    raise RuntimeError("The IMAP server did not start.")
