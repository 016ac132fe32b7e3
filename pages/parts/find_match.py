"""Find a match: a request in one line of filters, and who suits it best."""

import streamlit as st

from core.access import Actor, Permission
from core.directory import Match, Urgency, Wish, matches, networks, sites
from pages.parts.filters import Field, chosen, filters
from pages.parts.flash import leave
from pages.parts.matches import matched
from pages.parts.provider_views import top
from pages.parts.provider_words import FUNDINGS, SPECIALTIES

VIEW = "match"
FIRST = "Choose what the patient is referred for, and those who take it stand here, best first."


def find_match(actor: Actor) -> None:
    """The view; its filters are the request, kept in the address."""
    top(actor, VIEW, "Who takes it, how far, how soon, and how they have done so far")
    first, *others = [(str(site.id), site.name) for site in sites(actor)]
    fields = [
        Field("view", "View", choices={VIEW: ""}),
        Field("specialty", "Referred for", choices={"": "Choose a specialty"} | SPECIALTIES),
        Field("site", "Site", choices={"": first[1], **dict(others)}),
        Field("urgency", "Urgency", choices={"": "Routine"} | {each.value: each.label for each in Urgency}),
        Field("funding", "Funding", choices={"": "Any funding"} | FUNDINGS),
        Field("network", "Network", choices={"": "Any network"} | {name: name for name in networks(actor)}),
    ]
    now = chosen(fields)
    filters(fields, now, tab="view")
    if not now["specialty"]:
        st.html(f'<p class="quiet">{FIRST}</p>')
        return
    wish = Wish(
        site_id=int(now["site"] or first[0]),
        specialty=now["specialty"],
        urgency=Urgency(now["urgency"] or Urgency.ROUTINE),
        funding=now["funding"],
        network=now["network"],
    )
    found = matches(actor, wish)
    told = {name: value for name, value in now.items() if value and name != "view"}

    def refer_there(match: Match) -> None:
        leave("refer.py", "", direction="outbound", recipient=match.id, **told)

    matched(found, "found", refer_there if actor.may(Permission.REFERRAL_CREATE) else None)
