"""Whether the jobs run that send messages and open tasks: a quiet word, or a plain warning."""

from html import escape

import streamlit as st

from core import clock, heartbeat


def trouble(zone: str) -> str:
    """Since when they stand still, as the end of a sentence; nothing while all is well."""
    now, beats = clock.now(), heartbeat.beats()
    ill = [beat for beat in beats if not beat.well(now)]
    if not ill:
        return "" if beats else "have not started yet"
    since = min(beat.finished_at or beat.started_at for beat in ill)
    return f"have stood still since {clock.spoken(since, zone)}"


def warn(sentence: str) -> None:
    """Above everything, because reminders are relied on."""
    st.html(
        f'<p class="pulse ill" role="status"><span class="icon" aria-hidden="true">warning</span> '
        f"<b>Messages and reminders {escape(sentence)}.</b> "
        "What is written waits, and nothing is lost. Tell whoever looks after Baton.</p>"
    )


def reassure() -> None:
    """At the foot of the page."""
    st.html(
        '<p class="pulse"><span class="icon" aria-hidden="true">check_circle</span> '
        "Messages and reminders are running</p>"
    )
