"""Building reports by hand: this one, or the same of every site of mine, with how far it has come."""

import streamlit as st

from core import directory, report
from core.access import Actor
from core.report import Reach, Scope
from pages.parts.fields import Fields
from pages.parts.flash import again, do
from pages.parts.report_chosen import Chosen
from pages.parts.sheet import Sheet


@st.dialog("Build the report", on_dismiss="rerun")
def build(actor: Actor, now: Chosen) -> None:
    """It is kept as it stands now; sent by a list later, it is this one that is sent."""
    kind, fields = report.kinds()[now.kind], Fields(Sheet(f"report-{now.kind}-{now.period_on}"))
    st.text(
        f"{kind.label}, {report.spoken(kind.rhythm, now.period_on)}. It is built once and kept as it stands now: "
        "a list that sends it later sends this one."
    )
    sites = directory.sites(actor) if kind.reach is Reach.SITE else []
    every = len(sites) > 1 and fields.ask("every", st.checkbox, f"Build it for all my {len(sites)} sites", value=False)
    if st.button("Build", type="primary", width="stretch", key=fields.sheet.key("build")):
        scopes = [Scope(site.id) for site in sites] if every else [now.scope or Scope()]
        _all(actor, now, scopes)


def _all(actor: Actor, now: Chosen, scopes: list[Scope]) -> None:
    """One after the other; one that is refused says why and holds up no other."""
    bar, refused = st.progress(0.0, f"0 of {len(scopes)}"), 0
    for done, scope in enumerate(scopes, 1):
        refused += not do(report.build, actor, now.kind, scope, now.period_on)
        bar.progress(done / len(scopes), f"{done} of {len(scopes)}")
    if not refused:
        again("The report is built." if len(scopes) == 1 else f"{len(scopes)} reports are built.")
