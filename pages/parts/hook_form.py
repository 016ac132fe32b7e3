"""The dialogs about webhooks and tags: an address to call, the secret that its receiver needs, and a tag to remove."""

from html import escape

import streamlit as st

from core import hook, referral
from core.access import Actor
from core.hook import Hook
from core.referral import Tag
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet

REVEAL = "Show the secret"
ABOUT = (
    "Each call is signed: <code>Baton-Signature: t=seconds,v1=…</code> is the HMAC-SHA256 of "
    "<code>seconds.body</code> with this secret. <code>Baton-Delivery</code> stays the same when a call is repeated."
)


@st.dialog("Add a webhook", on_dismiss="rerun")
def add(actor: Actor) -> None:
    """What it is called, and where."""
    fields = Fields(Sheet("hook-new"))
    name, address = _asked(fields)
    if st.button("Add", type="primary", width="stretch"):
        said = "The webhook is added. Open it for its secret, then let a rule call it."
        fields.refuse(do(hook.add_hook, actor, name, address, said=said).fields)


@st.dialog("Change a webhook", on_dismiss="rerun")
def change(actor: Actor, now: Hook) -> None:
    """The same for one that is there; its secret, and away with it."""
    fields = Fields(Sheet(f"hook-{now.id}-{now.version}"))
    name, address = _asked(fields, now)
    enabled = fields.ask("enabled", st.toggle, "Call it", value=now.enabled)
    if st.button("Save", type="primary", width="stretch"):
        kept = do(
            hook.change_hook, actor, now.id, now.version, name, address, enabled=enabled, said="The webhook is kept."
        )
        fields.refuse(kept.fields)
    if fields.ask("secret", st.toggle, REVEAL, value=False):
        if shown := do(hook.secret, actor, now.id).result:
            st.code(shown, language=None)
        st.html(f'<p class="odd">{ABOUT}</p>')
    with st.container(horizontal=True):
        if st.button("New secret", icon=":material/key:"):
            do(hook.renew_secret, actor, now.id, now.version, said="It has a new secret. Give it to the receiver.")
        if st.button("Remove", icon=":material/delete:"):
            do(hook.drop_hook, actor, now.id, now.version, said=f"{now.name} is called no more.")


def _asked(fields: Fields, now: Hook | None = None) -> tuple[str, str]:
    name = fields.ask("name", st.text_input, "Name", value=now.name if now else "", max_chars=80)
    address = fields.ask(
        "address",
        st.text_input,
        "Address",
        value=now.address if now else "",
        placeholder="https://",
        help="Called over TLS, without redirects, and never inside a private network.",
    )
    return name or "", address or ""


@st.dialog("Remove a tag", on_dismiss="rerun")
def drop(actor: Actor, one: Tag) -> None:
    """Everywhere; rules that speak of it are switched off and say so."""
    bear = f"{one.borne:,} referral bears" if one.borne == 1 else f"{one.borne:,} referrals bear"
    st.html(f"<p>{bear} <b>{escape(one.name)}</b>. Rules that speak of it are switched off and say so.</p>")
    if st.button("Remove it everywhere", type="primary", width="stretch"):
        do(referral.drop_tag, actor, one.name, said=f"The tag {one.name} is gone.")
