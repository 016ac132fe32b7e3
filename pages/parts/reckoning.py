"""How far the jobs process has come with working out anew when referrals are due; nothing while nothing waits."""

import streamlit as st

from core import sla
from core.access import Actor
from pages.parts.viewer import viewer


def reckoning(actor: Actor) -> None:
    """A bar that moves by itself, until all are done."""
    if sla.progress(actor):
        _bar()


@st.fragment(run_every="1s")
def _bar() -> None:
    now = sla.progress(viewer())
    if now is None:
        st.progress(1.0, text="Every open referral is due by what is set here.")
    elif now.whole:
        words = f"Working out anew when referrals are due: {now.done:,} of {now.whole:,}"
        st.progress(now.share, text=words)
    else:
        st.progress(0.0, text="Open referrals are about to be worked out anew.")
