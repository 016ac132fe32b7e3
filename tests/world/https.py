"""A receiver of webhooks: a real HTTPS server that keeps what it is told and answers as it is asked to."""

import json
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Receiver:
    """What came, as (path, headers, body), and the status it answers with; `slow` is how long it thinks first."""

    address: str = ""
    status: int = 204
    slow: float = 0.0
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def told(self) -> list[dict[str, Any]]:
        """The bodies, read."""
        return [json.loads(body) for _, _, body in self.came]


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that only this test trusts, and its key."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run([*made, "-days", "2", "-keyout", key, "-out", cert, *subject], check=True, capture_output=True)
    return cert, key


@contextmanager
def receiver(folder: Path) -> Iterator[tuple[Receiver, Path]]:
    """The receiver while it listens, and the certificate that it shows."""
    cert, key = certificate(folder)
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kept.came.append((self.path, dict(self.headers.items()), body))
            time.sleep(kept.slow)
            self.send_response(kept.status)
            self.send_header("Location", "https://localhost/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """It keeps quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    kept.address = f"https://localhost:{server.server_port}/hooks?from=baton"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield kept, cert
    finally:
        server.shutdown()
        server.server_close()
