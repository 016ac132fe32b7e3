"""What happened, newest first, day by day: the same list in a tab, and beside a form that somebody else overtook."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import streamlit as st

from core import clock
from core.audit import Entry, Kind
from core.workflow import PLAIN, Workflow
from pages.parts.icons import sign, sign_tone
from pages.parts.links import to
from pages.parts.style import BADGES
from pages.parts.timeline.moved import Moved, moved

HERE = Path(__file__).parent
Parts = list[dict[str, str]]
TOLD = ("comment", "summary", "diagnosis", "findings", "treatment", "recommendations", "decided_by")
ASIDE = ("task:", "message:", "referral:assigned", "arrival:assigned", "appointment:")
"""What goes on around a referral rather than with it is written smaller."""

TIMELINE = st.components.v2.component(
    "timeline",
    html='<div class="root"></div>',
    css=BADGES + (HERE / "timeline.css").read_text(),
    js=(HERE / "timeline.js").read_text(),
)


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing that happened, as it is told: what a person added, what was before and after, and what it opens."""

    at: datetime
    kind: str
    sentence: str
    who: str
    told: Sequence[Parts] = ()
    moved: Sequence[Moved] = ()
    href: str = ""


def timeline(entries: Sequence[Entry], zone: str, key: str = "timeline", flow: Workflow = PLAIN) -> None:
    """Draw events, newest first, on the wall clock of an IANA zone; stages as the workflow calls them."""
    drawn([telling(entry, flow) for entry in entries if not is_mention(entry)], zone, key)


def telling(entry: Entry, flow: Workflow = PLAIN) -> Telling:
    """An event in words; what arrived opens its original."""
    href = to("intake", id=entry.subject_id) if entry.kind == Kind.ARRIVAL_RECORDED else ""
    told = [_named(entry.words[name], entry.words) for name in TOLD if entry.words.get(name)]
    return Telling(entry.occurred_at, entry.kind, entry.sentence, entry.actor, told, moved(entry, flow), href)


def drawn(several: Sequence[Telling], zone: str, key: str = "timeline") -> None:
    """Draw what is told, in the order given."""
    today = clock.local(clock.now(), zone).date()
    dated = [(clock.local(each.at, zone), each) for each in several]
    days = [
        {"day": _day(day, today), "entries": [_line(at.strftime("%H:%M"), each) for at, each in together]}
        for day, together in groupby(dated, key=lambda pair: pair[0].date())
    ]
    TIMELINE(data={"days": days}, key=key)


def _day(day: date, today: date) -> str:
    near = {today: "Today", today - timedelta(days=1): "Yesterday"}
    return near.get(day, clock.spoken_day(day, today))


def _line(time: str, each: Telling) -> dict[str, Any]:
    return {
        "time": time,
        "sign": sign(each.kind),
        "tone": sign_tone(each.kind),
        "sentence": each.sentence,
        "who": each.who,
        "told": each.told,
        "moved": each.moved,
        "href": each.href,
        "aside": each.kind.startswith(ASIDE),
    }


def is_mention(entry: Entry) -> bool:
    """The task of a mention: the note itself stands there and names who it is for."""
    return entry.kind == Kind.TASK_OPENED and entry.facts.get("kind") == "mention"


def _named(text: str, words: Mapping[str, str]) -> Parts:
    """The text in parts, with the names of those who are mentioned."""
    meant = sorted((word for word in words if word.startswith("@")), key=len, reverse=True)
    parts = re.split(rf"({'|'.join(map(re.escape, meant))})(?!\w)", text) if meant else [text]
    return [{"name": words[part]} if part in meant else {"text": part} for part in parts if part]
