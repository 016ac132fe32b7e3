"""What changed lately, newest first."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from core import clock
from core.audit import News
from pages.parts.links import to


def news(several: Sequence[News], today: date) -> None:
    """Draw it; each line opens its referral."""
    if several:
        st.html(f'<ol class="news">{"".join(_line(one, today) for one in several)}</ol>')
    else:
        st.text("Nothing yet. What colleagues, practices and Baton do to your referrals will stand here.")


def _line(one: News, today: date) -> str:
    there = clock.local(one.entry.occurred_at, one.zone)
    when = f"{there:%H:%M}" if there.date() == today else f"{there:%a %H:%M}"
    exact = clock.spoken(one.entry.occurred_at, one.zone)
    patient = f'<a data-go href="{escape(to("referral", id=one.entry.subject_id))}">{escape(one.patient)}</a>'
    return (
        f'<li><time title="{escape(exact)}">{when}</time>'
        f"<p>{patient} {escape(one.entry.sentence)} <em>{escape(one.entry.actor)}</em></p></li>"
    )
