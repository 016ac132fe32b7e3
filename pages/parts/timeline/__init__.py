"""What happened, newest first, day by day: the same list in a tab, and beside a form that somebody else overtook."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import streamlit as st

from core import clock
from core.audit import Entry, Kind
from pages.parts.icons import sign, sign_tone
from pages.parts.style import BADGES

HERE = Path(__file__).parent
TOLD = ("comment", "summary", "recommendations")
ASIDE = ("task:", "message:", "referral:assigned", "appointment:")
"""What goes on around a referral rather than with it is written smaller."""

TIMELINE = st.components.v2.component(
    "timeline",
    html='<div class="root"></div>',
    css=BADGES + (HERE / "timeline.css").read_text(),
    js=(HERE / "timeline.js").read_text(),
)


def timeline(entries: Sequence[Entry], zone: str, key: str = "timeline") -> None:
    """Draw it on the wall clock of an IANA zone."""
    today = clock.local(clock.now(), zone).date()
    dated = [(clock.local(entry.occurred_at, zone), entry) for entry in entries if not _mentions(entry)]
    days = [
        {"day": _day(day, today), "entries": [_line(at.strftime("%H:%M"), entry) for at, entry in several]}
        for day, several in groupby(dated, key=lambda pair: pair[0].date())
    ]
    TIMELINE(data={"days": days}, key=key)


def _day(day: date, today: date) -> str:
    near = {today: "Today", today - timedelta(days=1): "Yesterday"}
    return near.get(day, clock.spoken_day(day, today))


def _line(time: str, entry: Entry) -> dict[str, Any]:
    return {
        "time": time,
        "sign": sign(entry.kind),
        "tone": sign_tone(entry.kind),
        "sentence": entry.sentence,
        "who": entry.actor,
        "told": [_named(entry.words[name], entry.words) for name in TOLD if entry.words.get(name)],
        "aside": entry.kind.startswith(ASIDE),
    }


def _mentions(entry: Entry) -> bool:
    """The task of a mention: the note itself stands there and names who it is for."""
    return entry.kind == Kind.TASK_OPENED and entry.facts.get("kind") == "mention"


def _named(text: str, words: Mapping[str, str]) -> list[dict[str, str]]:
    """The text in parts, with the names of those who are mentioned."""
    meant = sorted((word for word in words if word.startswith("@")), key=len, reverse=True)
    parts = re.split(rf"({'|'.join(map(re.escape, meant))})(?!\w)", text) if meant else [text]
    return [{"name": words[part]} if part in meant else {"text": part} for part in parts if part]
