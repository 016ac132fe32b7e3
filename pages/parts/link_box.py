"""Who outside holds a link to a referral, whether it was used, and a way to end one or to hand over another."""

from html import escape

import streamlit as st

from core import clock, link
from core.access import Actor
from core.link import Held, Purpose
from core.referral import Referral
from pages.parts.flash import do

HOW = {
    Purpose.PROVIDER: "sees this referral and answers it",
    Purpose.PROVIDER_LIST: "signed in, sees all open referrals of the practice",
    Purpose.PATIENT: "sees where the referral stands, after saying their date of birth",
}
MAKE = {Purpose.PROVIDER: "Make a link for the practice", Purpose.PATIENT: "Make a link for the patient"}
ONCE = {
    Purpose.PROVIDER: "Hand it over as you like: whoever has it can answer for the practice. It is not shown again.",
    Purpose.PATIENT: "Hand it over as you like: it opens with the patient’s date of birth. It is not shown again.",
}
WITHDRAWN = "The link opens nothing any more."


def link_box(actor: Actor, r: Referral) -> None:
    """Those that still open something, and the dialog to end one or make another; nothing within the group."""
    held = link.of_referral(actor, r.now.id)
    good = [one for one in held.links if one.good]
    if not good and not held.may_make:
        return
    with st.container(key="links-outside"):
        lines = "".join(f"<p>{_said(one, r.zone)}</p>" for one in good)
        st.html(f'<h2 class="box">Links outside</h2>{lines or "<p>Nobody outside has one at the moment.</p>"}')
        if held.may_make and st.button("Manage links", icon=":material/link:", key="manage-links"):
            _dialog(actor, r)


def _said(one: Held, zone: str) -> str:
    since = f"since {clock.spoken(one.made_at, zone)}"
    used = f"last used {clock.spoken(one.used_at, zone)}" if one.used_at else "not used yet"
    sent = f"to {one.address}" if one.address else "handed over"
    return f"{escape(one.name)}<br><small>{escape(f'{sent}, {since}, {used}')}</small>"


@st.dialog("Links outside", on_dismiss="rerun")
def _dialog(actor: Actor, r: Referral) -> None:
    """The address if it was just made; else who holds one, each with the way to end it."""
    place = st.empty()
    with place.container():
        made = _asked(actor, r)
    for purpose, address in made:
        place.empty()
        st.text(ONCE[purpose])
        st.code(address, language=None, wrap_lines=True)


def _asked(actor: Actor, r: Referral) -> list[tuple[Purpose, str]]:
    """A new address, if one is made."""
    held = link.of_referral(actor, r.now.id)
    for one in held.links:
        if one.good:
            st.html(f"<p>{_said(one, r.zone)}<br><small>{escape(HOW[one.purpose])}</small></p>")
            if st.button("Withdraw", icon=":material/link_off:", key=f"withdraw-link-{one.id}"):
                do(link.withdraw, actor, r.now.id, one.id, said=WITHDRAWN)
    pressed = [purpose for purpose in held.may_make if _makes(purpose)]
    made = [(purpose, do(link.make, actor, r.now.id, purpose).result) for purpose in pressed]
    return [(purpose, address) for purpose, address in made if address]


def _makes(purpose: Purpose) -> bool:
    return st.button(MAKE[purpose], icon=":material/add_link:", width="stretch", key=f"make-link-{purpose}")
