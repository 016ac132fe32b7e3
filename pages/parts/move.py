"""What a card that was moved still has to be asked: which step was meant, and what that step wants to know."""

import streamlit as st

from core import referral
from core.audit import timeline
from core.referral import STEPS, Referral, Step, wording
from pages.parts.flash import again, do
from pages.parts.left_tasks import stay_open
from pages.parts.next_step import Asked, Kept, form
from pages.parts.plain import plain
from pages.parts.viewer import viewer


def ask(referral_id: int, names: tuple[str, ...]) -> None:
    """Open the question; whoever closes it without an answer finds the card where it was."""
    r = referral.one(viewer(), referral_id)
    st.dialog(plain(r.patient_name), on_dismiss="rerun")(_question)(referral_id, names)


def _question(referral_id: int, names: tuple[str, ...]) -> None:
    actor = viewer()
    r = referral.one(actor, referral_id)
    step = _which(r, [STEPS[name] for name in names])
    entries = timeline(actor, "referral", referral_id)
    asked, back = form(actor, r, step, entries)
    if back:
        again(f"{r.patient_name} stays at “{r.stage_label}”")
    if isinstance(asked, Asked):
        took = do(referral.take_step, actor, referral_id, asked.seen.version, step.name, asked.given)
        if took:
            asked.sheet.done()
            told = (timeline(actor, "referral", referral_id, limit=1)[0].sentence, stay_open(took.result or 0))
            again(f"{r.patient_name}: {'. '.join(part for part in told if part)}")
        if asked.fields:
            asked.fields.refuse(took.fields)
    elif isinstance(asked, Kept) and do(referral.note, actor, referral_id, asked.text):
        asked.sheet.done()
        again("What you wrote is kept as a note")


def _which(r: Referral, steps: list[Step]) -> Step:
    """The only one, or the one that is chosen."""
    if len(steps) == 1:
        return steps[0]
    return st.radio("How", steps, format_func=lambda step: wording(step, r.now.direction), label_visibility="collapsed")
