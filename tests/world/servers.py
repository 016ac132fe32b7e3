"""The real processes, as an operator starts them, on a port and with data of their own.

They take their settings from the environment as it is at their start; the `database` fixture has set it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.world.swift import Swift

ROOT = Path(__file__).parent.parent.parent
PATIENCE_S = 60.0


class Process:
    """One process of ours; only ever signals the one it started itself."""

    def __init__(self, name: str, command: list[str], folder: Path, *, swift: bool, **environment: str) -> None:
        self.name = name
        self.swift = swift
        self.command = command
        self.log = folder / f"{name}.log"
        self.environment = environment
        self.running: subprocess.Popen[bytes] | Swift | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it is ready; what it says is kept in `log`."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, **self.environment, "PYTHONUNBUFFERED": "1"}
        begin = Swift if self.swift else _begun
        self.running = begin(self.command, ROOT, environment, self.log)
        try:
            until(self.ready, PATIENCE_S)
        except TimeoutError:
            self.kill()
            raise RuntimeError(f"{self.name} did not start:\n{self.said()[-4000:]}") from None

    def ready(self) -> bool:
        """Whether it does its work; a process that ended will never."""
        if self.running and self.running.poll() is not None:
            raise RuntimeError(f"{self.name} ended at once:\n{self.said()[-4000:]}")
        return True

    def stop(self) -> int | None:
        """Ask it to end, as Ctrl-C does, and answer its exit status; after ten seconds end it."""
        if self.running is None:
            return None
        self.signal(signal.SIGTERM)
        try:
            return self.running.wait(10)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int | None:
        """kill -9: it gets no chance to finish anything."""
        self.signal(signal.SIGKILL)
        return self.running.wait(10) if self.running else None

    def restart(self) -> None:
        """End it if it still runs, and start it anew with the same command and port."""
        self.stop()
        self.start()

    def signal(self, number: signal.Signals) -> None:
        """SIGSTOP and SIGCONT let it sleep and wake; a process that ended is left in peace."""
        if self.running and self.running.poll() is None:
            self.running.send_signal(number)

    def said(self) -> str:
        """Everything it printed since its first start."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""


class Web(Process):
    """The web process; `url` is where a browser finds it. A swift one is forked, where its start is not the point."""

    def __init__(self, folder: Path, *, swift: bool = False, port: int = 0, **environment: str) -> None:
        self.port = free_port(port)
        self.url = f"http://localhost:{self.port}"
        command = ["-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        super().__init__("web", command, folder, swift=swift, **{"BATON_PUBLIC_URL": self.url, **environment})

    def ready(self) -> bool:
        """Whether it answers."""
        super().ready()
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


class Jobs(Process):
    """The jobs process; a swift one is forked."""

    def __init__(self, folder: Path, *, swift: bool = False, **environment: str) -> None:
        super().__init__("jobs", ["-m", "jobs"], folder, swift=swift, **environment)


def _begun(command: list[str], folder: Path, environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as said:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=folder,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def until(holds: Callable[[], object], patience_s: float = 30.0, every_s: float = 0.05) -> None:
    """Wait until something holds; TimeoutError if it does not in time."""
    end = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"Still not so after {patience_s:g} s.")
        time.sleep(every_s)


def free_port(wanted: int = 0) -> int:
    """A port that nobody listens on just now: the one that is wanted, if it is one."""
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            asked.bind(("127.0.0.1", wanted))
            return int(asked.getsockname()[1])
    return free_port()
