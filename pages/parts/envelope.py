"""One message: what became of it, what can be done, and exactly what left."""

from html import escape

import streamlit as st

from core import clock
from core.channel import Channel
from core.message import ATTACHED, Attempt, Line, Preview
from pages.parts.badges import badge
from pages.parts.letter import letter
from pages.parts.links import to
from pages.parts.states import STATES

TRIED = {"sent": "Taken", "waiting": "Put off", "dead": "Refused", "in_doubt": "In doubt", "withheld": "Withheld"}
WITHHELD = {
    "edition": "This message tells figures, which your role does not include. Its addresses and dates are above.",
}
CLINICAL = "This message holds clinical notes, which your role does not include. Its addresses and dates are above."


def envelope(shown: Preview, *, may_retry: bool) -> str:
    """Draw it; answers again or arrived when somebody pressed that."""
    line = shown.line
    state = STATES[line.state]
    st.html(
        f'<div class="envelope"><h2>{escape(line.headline)}</h2>'
        f"<p>{badge(state.label, state.tone)}{badge('Copy', 'grey') if line.copy else ''} "
        f"{escape(line.outcome or state.means)}</p>{_facts(shown)}</div>"
    )
    if shown.chain:
        st.html(f'<ol class="news wide">{"".join(_link(one, line.id) for one in shown.chain)}</ol>')
    pressed = _buttons(line.state) if may_retry else ""
    if shown.withheld:
        st.info(WITHHELD.get(line.subject, CLINICAL), icon=":material/lock:")
        return pressed
    seen, plain, tried = st.tabs(["As it looks", "Plain text", f"Attempts {len(shown.attempts)}"])
    with seen:
        if shown.calendar:
            _attached(shown.calendar)
        if shown.html:
            letter(shown.html, f"Message: {line.headline}")
        else:
            st.html(f'<pre class="plain">{escape(shown.text)}</pre>')
    with plain:
        st.html(f'<pre class="plain">{escape(shown.text)}</pre>')
    with tried:
        _attempts(shown.attempts, line.zone)
    return pressed


def _link(one: Line, shown: int) -> str:
    """One of what was tried after the other: by which channel, and what became of it."""
    state = STATES[one.state]
    at = escape(clock.spoken(one.confirmed_at or one.settled_at or one.created_at, one.zone))
    label = escape(one.stands_in or Channel(one.channel).label)
    href = escape(to("messages", id=one.id))
    name = f"<b>{label}</b>" if one.id == shown else f'<a data-go href="{href}">{label}</a>'
    became = "Arrived" if one.confirmed_at else state.label
    said = escape("" if one.confirmed_at else one.outcome)
    return f"<li><time>{at}</time><p>{name} {badge(became, state.tone)}<small>{said}</small></p></li>"


def _attached(calendar: str) -> None:
    """The visit that the reader's calendar gets, as it is attached."""
    st.download_button(ATTACHED, calendar, ATTACHED, "text/calendar", icon=":material/attach_file:", key="attached")


def _facts(shown: Preview) -> str:
    """The headers as they were sent, and what it is about."""
    pairs = [(escape(name), escape(value)) for name, value in shown.headers]
    if shown.line.subject == "referral":
        href = escape(to("referral", id=shown.line.subject_id))
        pairs.append(("About", f'<a data-go href="{href}">{escape(shown.line.patient or "The referral")}</a>'))
    brought = [f"{escape(one.called)} ({max(1, one.size // 1024):,} KB)" for one in shown.enclosed]
    pairs += [("Enclosed", ", ".join(brought))] if brought else []
    pairs += [("Written by", escape(shown.line.author))] if shown.line.author else []
    if shown.edition_id:
        href = escape(to("reports", edition=shown.edition_id))
        pairs.append(("Attached", f'<a data-go href="{href}">{escape(shown.line.headline)}, PDF</a>'))
    return f"<dl>{''.join(f'<dt>{name}</dt><dd>{value}</dd>' for name, value in pairs)}</dl>"


def _buttons(state: str) -> str:
    if state not in {"dead", "in_doubt"}:
        return ""
    with st.container(horizontal=True, key="settle"):
        again = st.button("Send again", icon=":material/forward_to_inbox:", key="again")
        arrived = state == "in_doubt" and st.button("It arrived", icon=":material/check:", key="arrived")
    return "again" if again else "arrived" if arrived else ""


def _attempts(attempts: tuple[Attempt, ...], zone: str) -> None:
    if not attempts:
        st.text("Nothing was tried yet.")
        return
    lines = "".join(
        f"<li><time>{escape(clock.spoken(one.started_at, zone))}</time>"
        f"<p>{escape(TRIED.get(one.outcome, one.outcome or 'Began'))} by {escape(one.carrier)}"
        f"<small>{escape(one.detail)}</small></p></li>"
        for one in attempts
    )
    st.html(f'<ol class="news wide">{lines}</ol>')
