"""The way of a referral from stage to stage: what is done, where it stands, what comes next."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from core.audit import Entry
from core.referral import CLOSED, PATH, Referral, Stage, label
from pages.parts.badges import stage_tone
from pages.parts.style import BADGES

HERE = Path(__file__).parent
BESIDE = {
    Stage.DRAFT: Stage.SENT,
    Stage.NEEDS_INFORMATION: Stage.ACKNOWLEDGED,
    Stage.WAITLISTED: Stage.ACCEPTED,
    Stage.MISSED: Stage.BOOKED,
    Stage.APPOINTMENT_CANCELLED: Stage.BOOKED,
}
"""Stages beside the way, and the one they stand for on it."""

WAY = st.components.v2.component(
    "path",
    html='<ol aria-label="Stages"></ol><p></p>',
    css=BADGES + (HERE / "path.css").read_text(),
    js=(HERE / "path.js").read_text(),
)


def path(r: Referral, entries: Sequence[Entry]) -> None:
    """Draw it as the side that looks, at the site that works on it, calls the stages."""
    called = partial(label, direction=r.now.direction, flow=r.flow, site_id=r.now.site_id)
    WAY(data=way(r.now.stage, called, entries), key="path")


def way(stage: Stage, called: Callable[[Stage], str], entries: Sequence[Entry]) -> dict[str, Any]:
    """The stages by name and which is the present one; a referral that left the way ends where it left it."""
    left = stage not in PATH and stage not in BESIDE
    stands = _from(stage, entries) if left else stage
    stands = BESIDE.get(stands, stands)
    at = PATH.index(stands) if stands in PATH else 0
    labels = [called(each) for each in PATH]
    if left:
        labels[at + 1 :] = [called(stage)]
    elif stage not in PATH:
        labels[at] = called(stage)
    now = at + 1 if left else at
    over, done = stage in CLOSED, stage is Stage.COMPLETED
    return {"labels": labels, "now": now, "tone": stage_tone(stage), "over": over, "done": done}


def _from(stage: Stage, entries: Sequence[Entry]) -> Stage:
    """The stage before the one it stands at now."""
    before = (entry.facts.get("from") for entry in entries if entry.facts.get("to") == stage)
    known = next((name for name in before if name in set(Stage)), Stage.SENT)
    return Stage(known)
