"""Do a command and tell its outcome: a refusal where the person looks, success on the next run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, NoReturn, TypeVar

import streamlit as st

from core.api import sorry
from core.errors import Lacking, Refusal
from pages.parts.plain import plain

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What became of a command: its result, or why it was refused and which fields it was about."""

    result: Result | None = None
    refused: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it was done."""
        return not self.refused


def do(
    command: Callable[..., Result], *args: Any, said: str = "", go: str = "", quiet: bool = False, **more: Any
) -> Outcome[Result]:
    """Run a command. With `said`, its success is told on a fresh run, on the page `go` if one is named.

    A refusal is told right here, except one about fields, which the form shows beside them (see `.fields`),
    and except when `quiet` leaves all of it to the caller.
    """
    outcome = _tried(command, *args, **more)
    if outcome and said:
        leave(go, said) if go else again(said)
    if not outcome and not outcome.fields and not quiet:
        refuse(outcome.refused)
    return outcome


def leave(page: str, said: str, **query: object) -> NoReturn:
    """Open a page, or this one afresh, and tell there what was done."""
    st.session_state["said"] = said
    st.switch_page(page, query_params={name: str(value) for name, value in query.items()})


def again(said: str) -> NoReturn:
    """Run the page afresh, closing any dialog, and tell there what was done."""
    st.session_state["said"] = said
    st.rerun()


def redraw() -> NoReturn:
    """Draw a dialog afresh, as what was noted on its sheet stands now."""
    st.rerun(scope="fragment")


def tell() -> None:
    """Say what the last command did: a toast drawn just before a rerun never reaches the browser."""
    if said := st.session_state.pop("said", ""):
        st.toast(plain(said), icon=":material/check_circle:")


def refuse(sentence: str) -> None:
    """Say why not."""
    st.error(plain(sentence), icon=":material/error:")


@contextmanager
def calmly() -> Iterator[None]:
    """Around a page: what it refuses is a sentence; every other error goes on to app.py."""
    try:
        yield
    except Refusal as refusal:
        refuse(str(refusal))


def _tried(command: Callable[..., Result], *args: Any, **more: Any) -> Outcome[Result]:
    try:
        return Outcome(command(*args, **more))
    except Lacking as lacking:
        return Outcome(refused=str(lacking), fields=lacking.fields)
    except Refusal as refusal:
        return Outcome(refused=str(refusal))
    except Exception as error:
        return Outcome(refused=sorry(error))
