"""What goes back to whoever sent an arrival, and what they answer: a question, a rejection, their answer."""

import streamlit as st

from core import intake
from core.access import Actor
from core.document import Upload
from core.intake import Arrival
from core.referral import reasons
from pages.parts.fields import Fields
from pages.parts.flash import do, leave
from pages.parts.sheet import Sheet

PAGE = "intake.py"
NO_ADDRESS = "Without an address somebody gets the task to telephone."


@st.dialog("Ask for more")
def ask(actor: Actor, a: Arrival) -> None:
    """A question to the sender; it waits until they answer, and comes up again when they do not."""
    fields = Fields(Sheet(f"ask-{a.id}"), begun={"address": a.sender_address})
    question = fields.ask("comment", st.text_area, "What do you need to know?", height=120)
    address = _address(fields)
    if st.button("Ask", type="primary", icon=":material/send:", key=fields.sheet.key("send")):
        done = do(intake.ask, actor, a.id, a.version, question, address)
        _told(a, fields, bool(done), done.fields, "The sender is asked")


@st.dialog("Reject")
def reject(actor: Actor, a: Arrival) -> None:
    """With a reason, which the sender is told unless it is advertising."""
    fields = Fields(Sheet(f"reject-{a.id}"), begun={"address": a.sender_address})
    known = {reason.code: reason for reason in reasons(actor, "reject")}
    code = fields.choose("reason", "Reason", {code: each.label for code, each in known.items()}, "Choose a reason")
    silent = bool(code) and known[code].stops_messages
    if code and (silent or known[code].needs_comment):
        fields.warn("reason", "Nobody is answered." if silent else "Please add a word of explanation below.")
    comment = fields.ask("comment", st.text_area, "Explanation, for the sender", height=100)
    address = None if silent else _address(fields)
    if st.button("Reject", type="primary", icon=":material/block:", key=fields.sheet.key("send")):
        done = do(intake.reject, actor, a.id, a.version, code or "", comment, address)
        _told(a, fields, bool(done), done.fields, "Rejected")


def answer(actor: Actor, a: Arrival) -> None:
    """What was asked, and room for what they say to it."""
    fields = Fields(Sheet(f"answer-{a.id}"))
    with st.container(key="next-step"):
        st.html('<h2 class="box">They were asked</h2>')
        st.text(a.answer)
        text = fields.ask("comment", st.text_area, "What they answered", height=100)
        files = fields.file("file", "What they sent", accept_multiple_files=True) or []
        if st.button("They answered", type="primary", icon=":material/reply:", key=fields.sheet.key("send")):
            uploads = tuple(Upload(file.name, file.getvalue()) for file in files)
            done = do(intake.answered, actor, a.id, a.version, text, uploads)
            _told(a, fields, bool(done), done.fields, "It is back in the list, with what they said")


def _address(fields: Fields) -> str:
    return str(fields.ask("address", st.text_input, "Answer by e-mail to", help=NO_ADDRESS))


def _told(a: Arrival, fields: Fields, done: bool, wrong: dict[str, str], said: str) -> None:
    if not done:
        fields.refuse(wrong)
        return
    fields.sheet.done()
    for form in (f"accept-{a.id}", f"arrival-{a.id}"):
        Sheet(form).done()
    leave(PAGE, said, id=a.id)
