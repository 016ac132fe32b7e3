"""STOP and START: who says nothing else is heeded at once, and nobody has to read it."""

from dataclasses import replace

from sqlalchemy import Connection

from core import consent
from core.access import Actor
from core.agreement import Source
from core.conversation.matching import Match
from core.conversation.model import Heard, Nature
from core.conversation.told_apart import STOP, word


def told(heard: Heard, found: Match | None) -> Heard:
    """With its nature: a word to be heeded, where it is not a practice that sends it."""
    patients = found is None or found.audience == "patient"
    if heard.nature is Nature.ANSWER and patients and word(heard.said):
        return replace(heard, nature=Nature.WORD)
    return heard


def heed(db: Connection, actor: Actor, heard: Heard, found: Match | None) -> None:
    """At the address that says so, and at the one that was written to, where an answer comes from another.

    What a carrier stops by itself is stopped here too, whatever else the words may mean.
    """
    said = word(heard.said) if heard.nature is Nature.WORD else STOP if heard.stops else ""
    if not said:
        return
    patient_id = found.about.patient_id if found else None
    for address in {heard.from_address, found.to_address if found else ""} - {""}:
        if said == STOP:
            consent.stop(db, actor, address=address, source=Source.STOP, words=heard.said[:200], patient_id=patient_id)
        else:
            consent.start(db, actor, address=address, source=Source.START, words=heard.said[:200])
