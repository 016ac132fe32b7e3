"""Visits as a file that any calendar opens."""

from collections.abc import Sequence

import streamlit as st

from core import referral
from core.referral.diary import Visit


def calendar_file(label: str, visits: Sequence[Visit], name: str = "appointment.ics") -> None:
    """A button to keep them."""
    file = referral.published([visit.entry() for visit in visits])
    st.download_button(label, file, name, "text/calendar", icon=":material/event:", key="calendar-file")
