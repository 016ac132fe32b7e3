"""What a patient says about being written to, noted by whoever heard it, or by the patient on their own page."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select, update

from core import agreement, clock, field
from core.access import Actor, Permission
from core.agreement import BY_STAFF, Key, Purpose, Said, Source
from core.audit import About, Kind, record
from core.channel import AGREED, within
from core.consent.starting import lift_address, take_back
from core.consent.whose import held, is_self, must
from core.errors import Lacking, NotNow
from core.work import work
from data.tables import patient, patient_contact, stopped

LONGEST = 1_000
HOW = "Say how you heard it: in person, by telephone or in writing."


def say(actor: Actor, patient_id: int, said: Mapping[Key, bool], source: Source, wording: str = "") -> None:
    """A yes or no for each channel and purpose; it holds for every message that has not left."""
    must(actor, Permission.PATIENT_EDIT, patient_id)
    how = _said(actor, patient_id, source, wording)
    if not said or any(key[0] not in AGREED or key[1] not in set(Purpose) for key in said):
        raise Lacking({"channels": "Choose by what the patient can be reached, and for what."})
    with work() as db:
        hear(db, actor, held(db, actor, patient_id), said, how)


def hear(db: Connection, actor: Actor, about: About, said: Mapping[Key, bool], how: Said) -> None:
    """The same within a transaction that holds the patient."""
    agreement.write(db, about.subject_id, said, how)
    db.execute(update(patient).where(patient.c.id == about.subject_id).values(changed_at=clock.now()))
    for key, given in said.items():
        _told(db, actor, about, key, given, how)


def lift(actor: Actor, patient_id: int, source: Source, wording: str) -> None:
    """Messages again, because the patient asked for them: what a STOP ended is as it was before, for this patient, and
    their addresses are silent no more. Whoever shares one and meant it stays without."""
    must(actor, Permission.PATIENT_EDIT, patient_id)
    how = _said(actor, patient_id, source, wording)
    with work() as db:
        about = held(db, actor, patient_id)
        lifted = [lift_address(db, address) for address in _silent(db, patient_id)]
        if not take_back(db, patient_id) and not any(lifted):
            raise NotNow("Nothing is stopped for this patient.")
        told = {"source": how.source}
        record(db, actor, Kind.PATIENT_STARTED, about, told, how=f"asked {within(source.label)}", comment=how.wording)


def _said(actor: Actor, patient_id: int, source: Source, wording: str) -> Said:
    words = field.paragraph(wording, most=LONGEST, what="The wording")
    if source not in ((Source.PAGE,) if is_self(actor, patient_id) else BY_STAFF) and not actor.internal:
        raise Lacking({"source": HOW})
    return Said(source, words, actor.ref)


def _told(db: Connection, actor: Actor, about: About, key: Key, given: bool, how: Said) -> None:
    """On the timeline, with how it is known and in which words."""
    channel, purpose = key
    what = "given" if given else "withdrawn"
    what += "" if purpose is Purpose.CARE else f" for {within(purpose.label)}"
    facts = {"channel": channel, "purpose": purpose, "given": what, "source": how.source}
    comment = f"{how.source.label}: {how.wording}" if how.wording else ""
    record(db, actor, Kind.PATIENT_CONSENT_SET, about, facts, comment=comment)


def _silent(db: Connection, patient_id: int) -> list[str]:
    c, at = stopped.c, patient_contact.c
    theirs = select(c.address).join(patient_contact, c.address == func.lower(at.address)).distinct()
    return list(db.execute(theirs.where(at.patient_id == patient_id, c.lifted_at.is_(None))).scalars())
