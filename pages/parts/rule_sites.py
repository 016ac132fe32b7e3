"""At which of one's sites a rule holds: each is switched by itself."""

import streamlit as st

from core import directory, rule
from core.access import Actor
from core.rule.listing import Standing
from pages.parts.flash import do


def sites(actor: Actor, one: Standing) -> None:
    """Draw a switch for each of one's sites that the rule is for."""
    mine = [site for site in directory.sites(actor) if not one.only_sites or site.id in one.only_sites]
    if len(mine) + len(one.off_sites) < 1 or (len(mine) == 1 and one.only_sites):
        return
    st.html('<h2 class="part">Where it holds</h2>')
    with st.container(horizontal=True, gap="medium", key="rule-sites"):
        for site in mine:
            key = f"at-{site.id}-{one.id}-{one.version}"
            on = st.toggle(site.name, value=site.id not in one.off_sites, disabled=not one.enabled, key=key)
            if on != (site.id not in one.off_sites):
                said = f"“{one.label}” is switched {'on' if on else 'off'} at {site.name}"
                do(rule.switch, actor, one.name, one.version, on=on, site_id=site.id, said=said)
