"""Write: a message of one's own to the patient or the practice, beside it exactly as it leaves."""

from functools import partial

import streamlit as st

from core import conversation, correspondence
from core.access import Actor
from core.correspondence import Desk, Writing
from core.language import ENGLISH
from core.text import Audience
from pages.parts.flash import do, leave
from pages.parts.head import head
from pages.parts.letter_form import letter_form, stands
from pages.parts.letters import TAB
from pages.parts.links import number
from pages.parts.sheet import Sheet
from pages.parts.viewer import viewer


def page(actor: Actor) -> None:
    """For the referral in the address, to whom it names first."""
    found = do(correspondence.desk, actor, number(st.query_params.get("referral", "")), quiet=True)
    if found.result is None:
        head("Write", found.refused)
        return
    desk = found.result
    sheet = Sheet(f"write-{desk.referral_id}")
    if not sheet.noted("once"):
        once, begun = correspondence.begin(actor, desk.referral_id, _first(desk))
        sheet.note("once", once)
        sheet.note("opened", begun)
    caption = f"About the referral of {desk.patient}, {desk.reference}."
    beside = partial(_discard, actor, desk, sheet)
    if head("Write a message", caption, "Send", ":material/send:", beside, keys="Ctrl+Enter"):
        _send(actor, desk, sheet)
    letter_form(actor, desk, sheet)


def _first(desk: Desk) -> Writing:
    """To whom the address says, by the way that suits them best, in their language."""
    asked = desk.party(st.query_params.get("to", "")) or desk.parties[0]
    ways = asked.open_ways or asked.ways
    language = asked.language if asked.audience is Audience.PATIENT else ENGLISH
    answers = number(st.query_params.get("answers", "")) or None
    return Writing(audience=asked.audience, channel=ways[0].channel, language=language, answers=answers)


def _discard(actor: Actor, desk: Desk, sheet: Sheet) -> None:
    if st.button("Discard", type="tertiary", icon=":material/delete:", key=sheet.key("discard")):
        do(correspondence.discard, actor, desk.referral_id, sheet.noted("once"))
        sheet.done()
        leave("referral.py", "Discarded; nothing was sent", id=desk.referral_id, tab=TAB)


def _send(actor: Actor, desk: Desk, sheet: Sheet) -> None:
    """What is wrong is said under its field; what was sent is told on the referral."""
    writing = stands(sheet)
    proof = correspondence.proof(actor, desk.referral_id, writing)
    sent = do(correspondence.send, actor, desk.referral_id, sheet.noted("once"), writing)
    sheet.note("wrong", sent.fields)
    if sent:
        if writing.answers:
            do(conversation.mark_read, actor, writing.answers, quiet=True)
        sheet.done()
        when = "leaves in the morning" if proof.put_off else "is on its way"
        leave("referral.py", f"Your message {when}", id=desk.referral_id, tab=TAB)


page(viewer())
