"""How a text would look, in each channel side by side, filled with a real referral or with examples."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

import streamlit as st

from core.access import Actor
from core.link import as_long
from core.rule.proofs import candidates, proof
from core.text.draft import Draft
from core.text.form import Form
from core.text.model import Purpose, Rendered
from core.text.place import Place
from core.text.sms import length
from core.text.trying import Example, invented, lacking, noticed, tried
from core.text.words import Audience
from pages.parts.flash import do
from pages.parts.letter import letter

CSS = Path(__file__).with_suffix(".css")
EXAMPLES = "Examples"


def example(actor: Actor, place: Place) -> Example:
    """Choose what the text is filled with; what is not known of a referral is said."""
    purpose = place.purpose
    several = {one.referral_id: one for one in candidates(actor, place.name, place.site_id)}
    chosen = None
    if several:
        chosen = st.selectbox(
            "Fill it with",
            [None, *several],
            format_func=lambda one: f"{several[one].patient}, {several[one].reference}" if one else EXAMPLES,
            key=f"proof-{place.name}-{place.site_id}",
        )
    found = do(proof, actor, place.name, chosen).result if chosen else None
    if found is None:
        return invented(actor, purpose, place.site_id)
    if unknown := lacking(purpose, found.words):
        what = ", ".join(unknown)
        st.html(f'<p class="from">Not known of this referral, so an example stands for it: {escape(what)}.</p>')
    return found


def forms(purpose: Purpose) -> tuple[Form, ...]:
    """In which it is written: a patient may read it on a telephone."""
    return tuple(Form) if purpose.audience is Audience.PATIENT else (Form.FULL,)


def mail(place: Place, draft: Draft, filled: Example) -> None:
    """As an e-mail."""
    done = tried(place, draft, filled)
    st.html(f'<h3 class="proof">E-mail</h3><p class="from">Subject: {escape(done.headline)}</p>')
    letter(done.html, f"E-mail: {done.headline}")


def phone(place: Place, drafts: Mapping[Form, Draft], filled: Example) -> None:
    """As an SMS, and as a notice on the screen of a telephone, which others see and which says the same for each."""
    said = Draft(drafts[Form.FULL].headline, drafts[Form.SHORT].body)
    done: Rendered = tried(place, said, filled)
    told = length(as_long(done.text))
    seen = noticed(place, filled)
    st.html(
        f'<h3 class="proof">SMS: {told.words}</h3><p class="bubble">{escape(done.text)}</p>'
        f'<h3 class="proof">App</h3><p class="notice"><b>{escape(seen.headline)}</b>{escape(seen.text)}</p>'
    )
