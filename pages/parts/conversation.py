"""What went out and what came in, as one: messages with what became of them, answers in their words."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from core import clock
from core.channel import Channel
from core.conversation import Incoming, Nature
from core.correspondence import Said
from core.message import Line
from pages.parts.badges import badge
from pages.parts.links import to
from pages.parts.states import STATES

CSS = Path(__file__).with_suffix(".css")
NOTHING = (
    "No message yet. What Baton and your colleagues write to the patient and the practice will stand here exactly as it"
    " left, and what they answer beside it."
)


def thread(several: Sequence[Said], *, may_write: bool, called: Mapping[int, str] | None = None) -> None:
    """Newest first. `called` names the referrals that they are about, where they are about several."""
    st.html(CSS)
    lines = "".join(_said(one, may_write=may_write, called=called or {}) for one in several)
    st.html(f'<ol class="thread">{lines}</ol>' if lines else f"<p>{NOTHING}</p>")


def _said(one: Said, *, may_write: bool, called: Mapping[int, str]) -> str:
    if one.line:
        return _out(one.line, called)
    return _back(one.answer, called, may_write=may_write) if one.answer else ""


def _out(line: Line, called: Mapping[int, str]) -> str:
    state = STATES[line.state]
    became = badge("Arrived", "green") if line.confirmed_at else badge(state.label, state.tone)
    by = f"{line.author} to" if line.author else "To"
    why = f"<small>{escape(line.outcome)}</small>" if line.outcome else ""
    return (
        f'<li class="ours"><p class="head">{escape(by)} {escape(line.to_name)}'
        f" <span>{_how(line.channel, line.settled_at or line.created_at, line.zone)}</span> {became}</p>"
        f'<p><a data-go href="{escape(to("messages", id=line.id))}">{escape(line.headline)}</a>'
        f"{_about(line.subject, line.subject_id, called)}</p>{why}</li>"
    )


def _back(answer: Incoming, called: Mapping[int, str], *, may_write: bool) -> str:
    kind = "" if answer.nature is Nature.ANSWER else badge(answer.nature.label, "grey")
    waits = badge("Unread", "amber") if answer.unread else kind
    answering = {"referral": answer.subject_id, "to": answer.audience, "answers": answer.id}
    may = may_write and answer.nature is Nature.ANSWER and answer.subject == "referral"
    link = f'<a data-go href="{escape(to("write", **answering))}">Answer</a>' if may else ""
    read = f"Read by {escape(answer.read_by)}" if answer.read_by else ""
    foot = " · ".join(part for part in (link, read, escape(answer.note)) if part)
    return (
        f'<li class="theirs"><p class="head">{escape(answer.who)}'
        f" <span>{_how(answer.channel, answer.came_at, answer.zone)}</span> {waits}</p>"
        f'<p class="said">{escape(answer.said)}</p>{_about(answer.subject, answer.subject_id, called)}'
        f"{f'<small>{foot}</small>' if foot else ''}</li>"
    )


def _how(channel: str, at: object, zone: str) -> str:
    label = Channel(channel).label
    return f"{escape(label)} · {escape(clock.spoken(at, zone))}"  # type: ignore[arg-type]


def _about(subject: str, subject_id: int, called: Mapping[int, str]) -> str:
    """The referral that it is about, where there are several."""
    if subject != "referral" or subject_id not in called:
        return ""
    return f' <a class="about" data-go href="{escape(to("referral", id=subject_id))}">{escape(called[subject_id])}</a>'
