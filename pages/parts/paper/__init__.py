"""One document to look at, on the page itself: a picture, a PDF in the browser's own reader, else how to get it."""

from html import escape
from pathlib import Path

import streamlit as st

from core import document
from core.access import Actor
from core.document import Document
from pages.parts.flash import do

HERE = Path(__file__).parent
CSS = HERE / "paper.css"
READER = st.components.v2.component("paper", js=(HERE / "paper.js").read_text(), css=(HERE / "reader.css").read_text())


def paper(actor: Actor, shown: Document) -> None:
    """Draw it, or say why not."""
    st.html(CSS)
    if not shown.may_open:
        st.html(f'<p class="paper-none">{escape(shown.withheld)}</p>')
        return
    form = shown.form
    if form.shown and (address := do(document.link, actor, shown.id).result):
        label = f"{shown.called}, {form.label}"
        if form.is_picture:
            st.html(f'<img class="paper" src="{escape(address)}" alt="{escape(label)}">')
        else:
            READER(data={"address": address, "label": label}, key=f"paper-{shown.id}")
    st.html(f'<p class="paper-links">{_way_out(shown)}</p>')


def address_of(shown: Document) -> str:
    """Where a new tab finds it, also when the page has been open for long."""
    return f"/document/{shown.id}"


def _way_out(shown: Document) -> str:
    words = "Open in a new tab" if shown.form.shown else f"Download ({shown.form.label}, {size(shown.size)})"
    return f'<a href="{address_of(shown)}" target="_blank">{words}</a>'


def size(octets: int) -> str:
    """Said as people say it: 84 KB, 3.1 MB."""
    return f"{octets / 2**20:.1f} MB" if octets >= 2**20 else f"{max(1, round(octets / 1024))} KB"
