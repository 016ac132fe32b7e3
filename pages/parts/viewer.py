"""Who is looking, asked anew at every run: a session that ended or a role that changed acts at this click."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from core import people
from core.access import Actor


@contextmanager
def visitor() -> Iterator[Actor | None]:
    """The person behind this browser's session cookie, or None; for one run of the frame and of the page inside it."""
    st.session_state["asked"] = people.actor_for(_token_hash())
    try:
        yield st.session_state["asked"]
    finally:
        st.session_state.pop("asked", None)


def viewer() -> Actor:
    """The same for a page, which only a person who is signed in ever sees; a part that runs by itself asks anew."""
    actor = st.session_state.get("asked") or people.actor_for(_token_hash())
    if actor is None:
        st.rerun()
    return actor  # type: ignore[no-any-return]


def onlooker() -> Actor:
    """The same for a part that renews itself: looking on keeps nobody signed in."""
    actor = st.session_state.get("asked") or people.actor_for(_token_hash(), touch=False)
    if actor is None:
        st.rerun()
    return actor  # type: ignore[no-any-return]


def sign_out() -> None:
    """End this session, in every tab."""
    people.sign_out(_token_hash() or "")


def desk() -> dict[str, Any]:
    """What this person has begun and not yet sent; it goes when they sign out. See sheet.py."""
    return st.session_state.setdefault("desk", {})  # type: ignore[no-any-return]


def heard(key: str, event: str) -> Any:
    """What a component of ours has just sent, for a callback that runs before the page."""
    return st.session_state[key].get(event)


def begin(key: str, value: Any) -> None:
    """Let a widget that is drawn for the first time begin with a value; see fields.py."""
    st.session_state.setdefault(key, value)


@st.fragment(run_every="30s")
def watch() -> None:
    """Leave no record on the screen of a session that is over; looking does not keep it alive."""
    if "asked" not in st.session_state and people.actor_for(_token_hash(), touch=False) is None:
        st.rerun()


def _token_hash() -> str | None:
    return st.user.get("session")  # type: ignore[return-value]  # the gate's header, see core/api/gate.py
