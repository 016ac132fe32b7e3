"""Work that a process of its own does meanwhile: this one takes what is ready and writes it."""

from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

T = TypeVar("T")
FORK = get_context("fork")
"""What was invented is shared, not sent."""


def beside(made: Iterable[T]) -> Iterator[T]:
    """The same, one after the other; it begins at once, and is at most a pipe ahead of whoever takes it."""
    ours, theirs = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_send, args=(made, theirs), daemon=True)
    process.start()
    theirs.close()
    return _received(process, ours)


def _send(made: Iterable[Any], to: Connection) -> None:
    for one in made:
        to.send(one)
    to.close()


def _received(process: BaseProcess, ours: Connection) -> Iterator[Any]:
    try:
        while True:
            yield ours.recv()
    except EOFError:
        process.join()
    if process.exitcode:
        raise RuntimeError("What was made beside has failed; its error stands above.")
