"""What of a list can be taken along: a file for a spreadsheet, or paper for a day without computers."""

from html import escape

import streamlit as st

from core.access import Actor, Permission
from core.referral import EXPORTED, Wanted
from pages.parts.links import to

APART = "target='_blank' rel='noopener'"
LINK = '<a class="take" href="{}" {}>{}<small>{}</small></a>'


def takeaway(actor: Actor, wanted: Wanted) -> None:
    """Draw the ways; each takes exactly what the filters show."""
    if actor.may(Permission.REFERRAL_EXPORT):
        with st.popover("Export", icon=":material/download:", type="tertiary"):
            st.html(
                _link("api/referrals.xlsx", wanted, "download", "Excel", "A workbook with dates and filters")
                + _link("api/referrals.csv", wanted, "download", "CSV", "Text for any other program")
                + f"<p class='quiet'>Everything these filters show, up to {EXPORTED:,} referrals. "
                "That it was exported is kept in the audit.</p>"
            )
    with st.popover("Print", icon=":material/print:", type="tertiary"):
        st.html(
            _link(
                "api/worklist", wanted, "target='_blank' rel='noopener'", "Worklist by owner", "With telephone numbers"
            )
            + _link("api/worklist", wanted, "target='_blank' rel='noopener'", "Worklist by stage", "", by="stage")
        )


def _link(place: str, wanted: Wanted, how: str, label: str, detail: str, **more: str) -> str:
    return LINK.format(escape(to(place, **wanted.spelt, **more)), how, escape(label), escape(detail))
