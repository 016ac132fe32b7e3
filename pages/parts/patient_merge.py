"""Two records side by side: what stays where they differ, what follows, and one button that merges them."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

import streamlit as st

from core import patient
from core.access import Actor
from core.channel import within
from core.patient import Patient, Preview
from pages.parts.badges import badge
from pages.parts.facts import facts
from pages.parts.fields import Fields
from pages.parts.flash import do, leave
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.patient_list import DOUBLES
from pages.parts.plain import plain
from pages.parts.sheet import Sheet

CSS = Path(__file__).with_name("patients.css")
KEPT, GONE = "kept", "gone"
BACK = "Undo it at any time under Merges on the patient's page."


def side_by_side(actor: Actor, kept_id: int, gone_id: int) -> None:
    """The whole page: `kept_id` is the record that stays."""
    found = do(patient.preview, actor, kept_id, gone_id, quiet=True)
    if found.result is None:
        head("One patient or two?", found.refused)
        return
    seen = found.result
    head("One patient or two?", _why(seen))
    st.html(CSS)
    sheet = Sheet(f"merge-{kept_id}-{gone_id}-{seen.kept.version}-{seen.gone.version}")
    fields = Fields(sheet)
    left, right = st.container(key="merge").columns([3, 2], gap="large")
    with left:
        _heads(seen)
        choices = _choices(fields, seen)
        _same(seen)
    with right:
        _decide(actor, seen, fields, choices)


def _why(seen: Preview) -> str:
    """What speaks for one person, and how loudly."""
    if seen.refused or not seen.like.reasons:
        return "Little speaks for one person: look closely."
    sure = "Very likely one" if seen.like.score >= 80 else "Perhaps one"
    return f"{sure}: {', '.join(seen.like.reasons)}"


def _heads(seen: Preview) -> None:
    """Which record stays, and the way to turn that round."""
    turned = to("patients", id=seen.gone.id, **{"with": seen.kept.id})
    st.html(
        '<div class="two heads">'
        f"<div>{badge('Stays', 'teal')}<h2>{_named(seen.kept)}</h2><p>{escape(_known(seen.kept))}</p></div>"
        f"<div>{badge('Is merged into it', 'grey')}<h2>{_named(seen.gone)}</h2><p>{escape(_known(seen.gone))}</p>"
        f'<p><a data-go href="{escape(turned)}">Let this one stay</a></p></div></div>'
    )


def _choices(fields: Fields, seen: Preview) -> dict[str, str]:
    """One choice for each part in which the two differ."""
    chosen = {}
    for part in seen.parts:
        if part.open:
            words = {KEPT: plain(part.kept) or "None", GONE: plain(part.gone)}
            with st.container(key=f"choose-{part.name}"):
                chosen[part.name] = fields.ask(
                    part.name,
                    st.radio,
                    f"{part.label} differs",
                    options=list(words),
                    format_func=words.get,
                    horizontal=True,
                    width="stretch",
                )
    return chosen


def _same(seen: Preview) -> None:
    """What needs no choice: both say it, or only one says anything, and then that stays."""
    settled = [part for part in seen.parts if not part.open]
    for title, parts in (
        ("On one record only, and stays", [part for part in settled if not part.same]),
        ("The same on both", [part for part in settled if part.same]),
    ):
        if parts:
            st.html(f'<h2 class="quiet-head">{title}</h2>')
            facts(*((part.label, part.kept or part.gone) for part in parts))


def _decide(actor: Actor, seen: Preview, fields: Fields, choices: Mapping[str, str]) -> None:
    """What follows, what to say, and the one button."""
    _follows(seen)
    reason = ""
    if seen.clashes and not seen.refused:
        st.html(f'<div class="perhaps-same">{"".join(_clash(each) for each in seen.clashes)}</div>')
        reason = fields.ask("reason", st.text_input, "Why both stay open")
    if seen.refused:
        st.html(f'<p class="wrong" role="alert">{escape(seen.refused)}</p>')
    elif st.button(
        "Merge into one", type="primary", icon=":material/merge:", width="stretch", key=fields.sheet.key("merge")
    ):
        done = do(patient.merge, actor, seen.kept.id, seen.gone.id, seen.versions, choices, reason)
        if done:
            fields.sheet.done()
            leave("patients.py", f"{seen.gone.name}’s record is now part of {seen.kept.name}’s", id=seen.kept.id)
        fields.refuse(done.fields)
    apart = st.button("They are two people", width="stretch", key=fields.sheet.key("apart"))
    if apart and do(patient.dismiss, actor, seen.kept.id, seen.gone.id):
        leave("patients.py", "They stay two, and are not offered again", view=DOUBLES)


def _follows(seen: Preview) -> None:
    moving = seen.moving or ("Nothing else: it has no referrals, messages or tasks",)
    rows = "".join(f"<li>{escape(each)}</li>" for each in moving)
    said = [
        f"Contact by {within(way.label)} for {within(purpose.label)} ends: one of the two withdrew it."
        for way, purpose in seen.withdrawn
    ]
    notes = "".join(f"<p>{escape(each)}</p>" for each in (*said, BACK))
    st.html(f'<div class="follows"><h2 class="box">Moves to {_named(seen.kept)}</h2><ul>{rows}</ul>{notes}</div>')


def _clash(each: patient.Clash) -> str:
    return (
        f"<p><b>Two open referrals for {escape(each.service.lower())}</b>"
        f" {escape(each.ours)} and {escape(each.theirs)} are for the same service.</p>"
    )


def _named(one: Patient) -> str:
    return escape(one.name)


def _known(one: Patient) -> str:
    return ", ".join(one.sites)
