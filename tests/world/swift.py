"""Processes of ours that start at once: forked from one that has imported what each begins with."""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload(
    [
        "tests.world.swift",
        *("core.api", "core.demo", "core.report", "core.rule", "core.connectors.smtp", "jobs.__main__"),
        *("altair", "pandas", "plotly.express", "pyarrow", "streamlit.web.bootstrap", "uvicorn"),
    ]
)


class Swift:
    """What `python -m …` would run, as a process that was forked: to be asked and ended like a Popen."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str], log: Path) -> None:
        self._process = _forked(_run, command, folder, environment, log)

    def poll(self) -> int | None:
        """Its exit status, once it has ended."""
        return self._process.exitcode

    def wait(self, patience_s: float) -> int:
        """The same as soon as it has ended; subprocess.TimeoutExpired if it does not in time."""
        self._process.join(patience_s)
        ended = self.poll()
        if ended is None:
            raise subprocess.TimeoutExpired("forked", patience_s)
        return ended

    def send_signal(self, number: signal.Signals) -> None:
        """As os.kill does."""
        if self._process.pid and self.poll() is None:
            os.kill(self._process.pid, number)


def spoken(module: str, *words: str) -> subprocess.CompletedProcess[str]:
    """What `python -m module words` ends with and says; its start is not the point."""
    with TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = _forked(_speak, [module, *words], dict(os.environ), out, err)
        process.join(180)
        assert process.exitcode is not None, f"{module} goes on and on"
        return subprocess.CompletedProcess([module, *words], process.exitcode, out.read_text(), err.read_text())


def job(name: str) -> multiprocessing.process.BaseProcess:
    """One run of one job in a process of its own."""
    return _forked(_once, dict(os.environ), name)


def _forked(target: Callable[..., None], *args: object) -> multiprocessing.process.BaseProcess:
    """Started without a main module: a page that was tried in this process may have left its script as one."""
    process = _server.Process(target=target, args=args, daemon=True)
    main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = main
    return process


def _once(environment: dict[str, str], name: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    import_module(f"jobs.{name}").run()


def _speak(command: list[str], environment: dict[str, str], out: Path, err: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for place, number in ((out, 1), (err, 2)):
        with place.open("wb") as said:
            os.dup2(said.fileno(), number)
    _become(*command)


def _run(command: list[str], folder: Path, environment: dict[str, str], log: Path) -> None:
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    flag, *words = command
    assert flag == "-m"
    _become(*words)


def _become(module: str, *words: str) -> None:
    """What it had imported of it ahead is forgotten: Python would warn that it runs twice."""
    sys.argv[1:] = words
    sys.modules.pop(f"{module}.__main__", None)
    runpy.run_module(module, run_name="__main__", alter_sys=True)
