"""Jobs processes that start at once, to be killed by the dozen: forked from one that has imported everything."""

import multiprocessing
import os
import sys
from importlib import import_module
from pathlib import Path

_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload(
    ["tests.world.swift", "jobs.__main__", "core.rule", "core.connectors.smtp", "core.report"]
)


def jobs() -> multiprocessing.process.BaseProcess:
    """A running `python -m jobs` with the settings of this moment; whoever starts it ends it."""
    process = _server.Process(target=_run, args=(dict(os.environ),), daemon=True)
    process.start()
    return process


def job(name: str) -> multiprocessing.process.BaseProcess:
    """One run of one job in a process of its own."""
    process = _server.Process(target=_once, args=(dict(os.environ), name), daemon=True)
    process.start()
    return process


def _once(environment: dict[str, str], name: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    import_module(f"jobs.{name}").run()


def _run(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    with Path(os.devnull).open("w") as nowhere:
        sys.stderr, sys.argv = nowhere, ["jobs"]
        from jobs.__main__ import main

        main()
