"""A message that is being written, exactly as it would leave: from whom, to whom, when, and what to think of first."""

from html import escape

import streamlit as st

from core import clock
from core.channel import Channel
from core.correspondence import Proof, Writing
from core.link import as_long
from core.settings import settings
from core.text.form import Form, form_of
from core.text.sms import length
from pages.parts.letter import letter
from pages.parts.text_proof import CSS


def letter_proof(proof: Proof | None, writing: Writing) -> None:
    """Draw it; what to think of stands above, because whoever is in a hurry reads from the top."""
    if proof is None:
        return
    st.html(CSS)
    for sentence in proof.mind:
        st.warning(sentence, icon=":material/visibility:")
    when = clock.spoken(proof.leaves_at, settings().time_zone.key) if proof.put_off else "as soon as you send it"
    shown = (("From", proof.sender), ("To", proof.to), ("Leaves", when))
    lines = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in shown if text)
    st.html(f'<dl class="leaves">{lines}</dl>')
    channel = Channel(writing.channel)
    if form_of(channel) is Form.SHORT:
        _short(channel, proof.rendered.text)
    elif channel is Channel.EMAIL:
        st.html(f'<p class="from">Subject: {escape(proof.rendered.headline)}</p>')
        letter(proof.rendered.html, f"E-mail: {proof.rendered.headline}")
    else:
        st.html(f'<pre class="plain">{escape(proof.rendered.text)}</pre>')


def _short(channel: Channel, text: str) -> None:
    told = f"{channel.label}: {length(as_long(text)).words}" if channel is Channel.SMS else channel.label
    lines = escape(text).replace("\n", "<br>")
    st.html(f'<h3 class="proof">{told}</h3><p class="bubble">{lines}</p>')
