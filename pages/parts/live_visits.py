"""Today's visits in large letters: what is to come first, then what was, with what nobody has said yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

import streamlit as st

from core import clock
from core.referral.diary import Visit
from pages.parts.badges import badge
from pages.parts.became import STATES
from pages.parts.links import to

CSS = Path(__file__).with_suffix(".css")
UNSAID = ("What became of it?", "amber")
FREE = "No visit from a referral stands today. What is booked appears here by itself."


def live_visits(visits: Sequence[Visit], now: datetime, *, full: bool) -> None:
    """Draw them with the time it is; patients by their initials unless `full`."""
    ahead = [one for one in visits if one.state == "booked" and _ends(one) > now]
    over = [one for one in visits if one not in ahead]
    st.html(CSS)
    st.html(f'<p class="clock"><time>{now:%H:%M}</time> {escape(_spoken(now, ahead, over))}</p>')
    if not visits:
        st.html(f'<p class="quiet-line">{FREE}</p>')
    for title, several in (("Now and next", ahead), ("Earlier today", over)):
        if several:
            lines = "".join(_line(one, now, full=full) for one in several)
            st.html(f'<section class="live"><h2>{title}</h2><ol>{lines}</ol></section>')


def _ends(one: Visit) -> datetime:
    return one.starts_at + timedelta(minutes=one.minutes)


def _spoken(now: datetime, ahead: Sequence[Visit], over: Sequence[Visit]) -> str:
    unsaid = sum(one.state == "booked" for one in over)
    told = [f"{now:%A} {now.day} {now:%B}", f"{len(ahead)} to come", f"{len(over) - unsaid} over"]
    return " · ".join(told + ([f"{unsaid} without a word of what became of them"] if unsaid else []))


def _line(one: Visit, now: datetime, *, full: bool) -> str:
    at = clock.local(one.starts_at, one.zone)
    started = one.starts_at <= now
    said, tone = STATES.get(one.state, (one.state, "grey"))
    if one.state == "booked" and started:
        said, tone = UNSAID if _ends(one) <= now else ("Now", "teal")
    what = " · ".join(part for part in (one.specialty, one.clinician, one.place) if part)
    return (
        f'<li class="{"now" if said == "Now" else ""}"><time>{at:%H:%M}</time>'
        f'<p><a data-go href="{escape(to("referral", id=one.referral_id))}">'
        f"{escape(one.patient if full else initials(one.patient))}</a><small>{escape(what)}</small></p>"
        f"{badge(said, tone)}</li>"
    )


def initials(name: str) -> str:
    """R. T. of Rose Tyler, in any script."""
    return " ".join(f"{word[0]}." for word in name.split())
