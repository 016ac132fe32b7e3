"""What is flagged at a site: from which chance on, and how many a night; each manager sets it for their own sites."""

import streamlit as st

from core import guardian
from core.access import Actor
from core.guardian import Limit
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet


def flag_limits(actor: Actor) -> None:
    """A quiet button that opens the form."""
    if st.button("What is flagged", icon=":material/flag:", key="flag-limits"):
        _form(actor)


@st.dialog("What is flagged", on_dismiss="rerun")
def _form(actor: Actor) -> None:
    """Of one site at a time."""
    known = {each.site_id: each for each in guardian.limits(actor)}
    fields = Fields(Sheet("flag-limits"))
    st.html("<p>Each night Baton flags what is likeliest to stall, once per stage. Rules can act on a flag.</p>")
    names = {site_id: each.site for site_id, each in known.items()}
    only = next(iter(names)) if len(names) == 1 else None
    site_id = only or fields.choose("site", "Site", names, "Choose the site")
    if site_id is not None:
        _limit(actor, fields, known[site_id])


def _limit(actor: Actor, fields: Fields, now: Limit) -> None:
    of = f"{now.site_id}-{now.version}"
    percent = fields.ask(
        "percent", st.number_input, "From a chance of (%)", of=of, min_value=10, max_value=95, value=now.percent, step=5
    )
    most = fields.ask("most", st.number_input, "At most a night", of=of, min_value=0, max_value=50, value=now.most)
    if st.button("Save", type="primary", width="stretch"):
        said = f"From the next night on {now.site} hears of what stands at {percent} % and above."
        kept = do(guardian.set_limit, actor, now.site_id, now.version, percent=int(percent), most=int(most), said=said)
        fields.refuse(kept.fields)
