"""The patient's journey from referral to referral, as a short chain of links, and the way to refer on from here."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from core.access import Actor, Permission
from core.audit import Entry, Kind
from core.referral import Journey, Leg, Referral, Stage
from core.referral import journey as journey_of
from pages.parts.links import to

CSS = Path(__file__).with_suffix(".css")


def journey(actor: Actor, r: Referral, entries: Sequence[Entry]) -> None:
    """Draw the chain, if there is one; where it was redirected to stands in the form at once."""
    st.html(CSS)
    found = journey_of(actor, r.now.id)
    onward = _onward(r, entries) if _may_refer_on(actor, r) else ""
    if found or onward:
        st.html(f'<h2 class="box">Journey</h2>{_chain(r, found) if found else ""}{onward}')


def _may_refer_on(actor: Actor, r: Referral) -> bool:
    return r.now.stage is not Stage.ENTERED_IN_ERROR and actor.may(Permission.REFERRAL_CREATE, at=r.now.site_id)


def _onward(r: Referral, entries: Sequence[Entry]) -> str:
    redirected = next((entry for entry in entries if entry.kind == Kind.REFERRAL_REDIRECTED), None)
    here = redirected if r.now.stage is Stage.REDIRECTED else None
    elsewhere = here.words.get("provider", "") if here else ""
    recipient = here.facts.get("provider") if here else None
    words = f"Refer on to {elsewhere}" if elsewhere else "Refer on"
    way = to("refer", onward=r.now.id, recipient=recipient)
    return f'<p class="onward"><a data-go href="{escape(way)}">{escape(words)}</a></p>'


def _chain(r: Referral, found: Journey) -> str:
    legs = "".join(f"<li{_here(r, leg)}>{_leg(r, leg)}</li>" for leg in found.legs)
    more = "one more at another site" if found.elsewhere == 1 else f"{found.elsewhere} more at other sites"
    return f'<ol class="journey">{legs}{f"<li>{more}</li>" if found.elsewhere else ""}</ol>'


def _here(r: Referral, leg: Leg) -> str:
    return ' aria-current="page"' if leg.id == r.now.id else ""


def _leg(r: Referral, leg: Leg) -> str:
    words = escape(f"{leg.specialty}, {leg.to}")
    name = words if leg.id == r.now.id else f'<a data-go href="{to("referral", id=leg.id)}">{words}</a>'
    return f"{name}<small>{escape(f'{leg.reference} · {leg.stage}')}</small>"
