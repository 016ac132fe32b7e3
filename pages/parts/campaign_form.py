"""The dialogs about a campaign: a new one, and one put differently, ended, priced or taken away."""

from dataclasses import replace

import streamlit as st

from core import money, referral
from core.access import Actor
from core.directory import sites
from core.referral import RUN_BY, Campaign, NewCampaign
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet

SOURCES = {source.value: source.label for source in RUN_BY}
NEW = NewCampaign(name="", source="campaign", began_on=None)
GROUP = 0
"""In place of a site, for the whole group."""


@st.dialog("Add a campaign", on_dismiss="rerun")
def new_campaign(actor: Actor) -> None:
    """What it is called, where and when it runs, and what it cost as far as that is known."""
    sheet = Sheet("campaign-new")
    fields = Fields(sheet)
    said = _asked(actor, fields, NEW)
    if st.button("Add campaign", type="primary", width="stretch"):
        told = "New referrals can say now that they came of it."
        fields.refuse(do(referral.add_campaign, actor, said, said=told).fields)


@st.dialog("Change a campaign", on_dismiss="rerun")
def change_campaign(actor: Actor, one: Campaign) -> None:
    """The same for one that is there."""
    fields = Fields(Sheet(f"campaign-{one.id}-{one.version}"))
    now = NewCampaign(
        name=one.name,
        source=one.source,
        began_on=one.began_on,
        ended_on=one.ended_on,
        cost=one.cost,
        site_id=one.site_id,
    )
    new = _asked(actor, fields, now, fixed=one.has_come)
    if st.button("Save", type="primary", width="stretch"):
        fields.refuse(
            do(referral.change_campaign, actor, one.id, one.version, new, said="The campaign is kept.").fields
        )
    if not one.has_come and st.button("Remove", icon=":material/delete:", width="stretch"):
        do(referral.drop_campaign, actor, one.id, one.version, said=f"{one.name} is gone.")


def _asked(actor: Actor, fields: Fields, now: NewCampaign, *, fixed: bool = False) -> NewCampaign:
    """Once referrals have come of it, whose it is stays."""
    name = fields.ask("name", st.text_input, "Name", value=now.name, max_chars=80, placeholder="Open evening in May")
    options = list(SOURCES)
    source = fields.ask(
        "source", st.selectbox, "Comes from", options=options, index=options.index(now.source),
        format_func=SOURCES.get, disabled=fixed,
    )  # fmt: skip
    site_id = _where(actor, fields, now, fixed=fixed)
    left, right = st.columns(2)
    with left:
        began = fields.ask("began_on", st.date_input, "First day", value=now.began_on, format="DD/MM/YYYY")
    with right:
        ended = fields.ask("ended_on", st.date_input, "Last day, if known", value=now.ended_on, format="DD/MM/YYYY")
    pounds = None if now.cost is None else now.cost / 100
    cost = fields.ask(
        "cost", st.number_input, "Cost in £, if known", value=pounds, min_value=0.0, step=10.0, format="%.2f"
    )
    pence = None if cost is None else money.pence(cost)
    return replace(now, name=name or "", source=source, began_on=began, ended_on=ended, cost=pence, site_id=site_id)


def _where(actor: Actor, fields: Fields, now: NewCampaign, *, fixed: bool) -> int | None:
    places = {GROUP: "The whole group"} if actor.every_site else {}
    places |= {site.id: site.name for site in sites(actor)}
    at = now.site_id or GROUP
    places = places if at in places or now is NEW else {at: "Elsewhere"} | places
    index = list(places).index(at) if at in places else 0
    chosen = fields.ask(
        "site", st.selectbox, "Where", options=list(places), index=index, format_func=places.get, disabled=fixed
    )
    return chosen or None
