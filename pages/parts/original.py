"""The original of an arrival: its words with what was read marked, and its files as they are."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from core.access import Actor
from core.document import Document
from core.intake import Arrival, Found
from pages.parts.paper import paper

CSS = Path(__file__).with_suffix(".css")
CALLED = {
    "title": "Title",
    "given_name": "Name",
    "family_name": "Name",
    "born_on": "Date of birth",
    "nhs_number": "NHS number",
    "phone": "Telephone",
    "email": "E-mail",
    "address": "Address",
    "town": "Address",
    "postcode": "Postcode",
    "referrer": "Referring practice",
    "referrer_clinician": "Referring clinician",
    "gdc_number": "GDC number",
    "their_reference": "Their reference",
    "written": "Letter’s date",
    "specialty": "Referred for",
    "teeth": "Teeth",
    "urgency": "Urgency",
    "sender_address": "Where an answer goes",
    "sender_phone": "Whom to call",
    "needs": "Additional needs",
    "funding": "Funding",
    "payer": "Payer",
    "may_share": "Agreement to share",
}
"""What is marked; the reason is the letter itself."""
UNREADABLE = "No text could be read from it. Look at it, and type what it says into the form."


def original(actor: Actor, a: Arrival, papers: Sequence[Document]) -> None:
    """Draw it; with several parts, a tab for each."""
    st.html(CSS)
    shown = [each for each in papers if each.form.shown]
    shown.sort(key=lambda each: each.id)
    parts = (["Text"] if a.original else []) + [each.file_name for each in shown]
    if not a.original:
        st.html(f'<p class="unreadable">{UNREADABLE}</p>')
    if not parts:
        return
    places = st.tabs(parts) if len(parts) > 1 else [st.container()]
    if a.original:
        with places[0]:
            words = marked(a.original, a.said)
            st.html(f'<div class="original" role="region" aria-label="Original" tabindex="0">{words}</div>')
    for place, each in zip(places[bool(a.original) :], shown, strict=True):
        with place:
            paper(actor, each)


def marked(text: str, said: Mapping[str, Found]) -> str:
    """The text as HTML, each place where something was read marked with what it is; nested places are one."""
    spans: dict[tuple[int, int], list[str]] = {}
    for name, found in said.items():
        if name in CALLED and found.start < found.end:
            spans.setdefault((found.start, found.end), []).append(name)
    html, at = "", 0
    for (start, end), names in sorted(spans.items()):
        if start < at:
            continue
        label = ", ".join(dict.fromkeys(CALLED[name] for name in names if name != "title"))
        doubt = " doubt" if any(said[name].doubt for name in names) else ""
        mark = f'<mark class="read{doubt}" title="{escape(label)}">{escape(text[start:end])}</mark>'
        html += escape(text[at:start]) + mark
        at = end
    return html + escape(text[at:])
