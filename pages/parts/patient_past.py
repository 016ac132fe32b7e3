"""What became of a patient so far: their referrals, merges that can be undone, and who looked."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core import clock, patient
from core.access import Actor, Permission
from core.audit import Read
from core.patient import Merge, Patient
from core.referral import OfPatient, Urgency
from pages.parts.badges import DUE, stage_tone, urgency_tone
from pages.parts.fields import Fields
from pages.parts.flash import do, leave
from pages.parts.links import to
from pages.parts.sheet import Sheet
from pages.parts.table import Cell, Column, Empty, Row, table

COLUMNS = [
    Column("Referral", "text", "title"),
    Column("From or to"),
    Column("Stage", "badge", "corner"),
    Column("Received", "text", "nowhere"),
    Column("Due", "when", "foot"),
]
NOTHING = Empty("No referral at your sites yet. Those of this patient will stand here, the latest first.")
SUBJECTS = {"patient": "opened this page", "referral": "opened a referral"}


def referrals(theirs: Sequence[OfPatient]) -> None:
    """All of them, each with where it stands."""
    table("Referrals", COLUMNS, [_referral(each) for each in theirs], NOTHING, key="referrals")


def merged(actor: Actor, one: Patient, past: Sequence[Merge], zone: str) -> None:
    """What was merged, by whom, and the way back."""
    for each in past:
        came = ", ".join(each.moved) or "nothing else"
        when = f"{clock.spoken(each.merged_at, zone)} by {each.merged_by}"
        undone = f"Undone {clock.spoken(each.undone_at, zone)} by {each.undone_by}" if each.undone_at else ""
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"past-{each.id}"):
            st.html(
                f'<p class="past"><b>{escape(each.gone)}</b> <span>{escape(when)}</span><br>'
                f"<span>{escape(undone or f'Came with it: {came}')}</span></p>"
            )
            if each.undoable and actor.may(Permission.PATIENT_MERGE) and st.button("Undo", key=f"undo-{each.id}"):
                _undo(actor, one, each)


def looked(reads: Sequence[Read], zone: str) -> None:
    """Latest first."""
    st.html(f'<ol class="news wide looked">{"".join(_look(read, zone) for read in reads)}</ol>')


@st.dialog("Take the two records apart", on_dismiss="rerun")
def _undo(actor: Actor, one: Patient, each: Merge) -> None:
    """What goes back, what stays, and why."""
    came = ", ".join(each.moved)
    back = f"{came[:1].upper()}{came[1:]} and what" if came else "What"
    st.text(
        f"{each.gone} becomes a record of its own again. {back} was written on it before the merge go back to it;"
        f" what came since stays with {one.name}. The two are not offered as doubles again."
    )
    fields = Fields(Sheet(f"undo-{each.id}"))
    why = fields.ask("comment", st.text_input, "Why, in a few words")
    if st.button("Undo the merge", type="primary", width="stretch", key=fields.sheet.key("send")):
        undone = do(patient.unmerge, actor, each.id, why)
        if undone.result:
            fields.sheet.done()
            leave("patients.py", f"{each.gone} has a record of their own again", id=one.id)


def _referral(each: OfPatient) -> Row:
    words, tone = each.due
    urgent = "" if each.urgency is Urgency.ROUTINE else each.urgency.label
    received = clock.spoken_day(clock.local(each.received_at, each.zone).date(), clock.now().date())
    onward = f"onward from {each.onward_from}" if each.onward_from else ""
    cells = (
        Cell(
            each.specialty,
            under=" · ".join(part for part in (each.reference, onward) if part),
            mark=urgent,
            mark_tone=urgency_tone(each.urgency),
        ),
        Cell(each.other, under=f"{each.direction.capitalize()} at {each.site}"),
        Cell(each.stage_label, tone=stage_tone(each.stage)),
        Cell(received),
        Cell("" if each.closed_at else words, tone="" if each.closed_at else DUE[tone]),
    )
    return Row(each.id, cells, to("referral", id=each.id))


def _look(read: Read, zone: str) -> str:
    when = escape(clock.spoken(read.read_at, zone))
    return f"<li><time>{when}</time><p>{escape(read.name)} <span>{_what(read)}</span></p></li>"


def _what(read: Read) -> str:
    subject = SUBJECTS.get(read.subject, read.subject)
    if read.subject == "referral":
        return f'<a data-go href="{to("referral", id=read.subject_id)}">{subject}</a>'
    return escape(subject)
