"""What was answered and nobody has read yet: of one's own referrals, and of those that nobody has."""

import streamlit as st

from core import clock, conversation
from core.access import Actor, Permission
from core.channel import within
from core.conversation import Incoming
from pages.parts.letters import TAB
from pages.parts.links import to
from pages.parts.table import Cell, Column, Empty, Row, table

SHOWN = 6
LONGEST = 140


def answers(actor: Actor) -> None:
    """Draw the newest; nothing at all where none waits."""
    waits = conversation.unread(actor, owned=True) if actor.may(Permission.MESSAGE_READ) else []
    if not waits:
        return
    st.header("Answers to read", anchor=False)
    columns = [Column("Answer", place="title"), Column("About"), Column("Came", "when", "corner")]
    note = f"{SHOWN} of {len(waits)}, the newest first" if len(waits) > SHOWN else ""
    table("Answers to read", columns, [_row(one) for one in waits[:SHOWN]], Empty(""), note=note, cards=True,
          key="answers")  # fmt: skip


def _row(one: Incoming) -> Row:
    said = " ".join(one.said.split())
    shown = f"{said[:LONGEST]}…" if len(said) > LONGEST else said
    about = " · ".join(part for part in (one.patient, one.site) if part)
    cells = (
        Cell(shown, under=f"{one.who}, by {within(one.channel.label)}"),
        Cell(about),
        Cell(clock.spoken(one.came_at, one.zone)),
    )
    return Row(one.id, cells, _there(one))


def _there(one: Incoming) -> str:
    """Where it stands in its thread."""
    places = {"referral": "referral", "patient": "patients", "arrival": "intake"}
    return to(places[one.subject], id=one.subject_id, tab=TAB)
