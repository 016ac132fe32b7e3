"""Messages again: what a STOP ended is taken back to what stood before it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from core import agreement, clock
from core.access import Actor
from core.agreement import STOPS, Answer, Purpose, Said, Source, answers, write_back
from core.audit import Kind, record
from core.channel import Channel
from core.consent.address import reached_at, shown
from core.consent.whose import about, must_be_house
from data.tables import stopped

SAID = {Source.START: "answered START from", Source.LINK: "taken back by the link in a message to"}


def start(db: Connection, actor: Actor, *, address: str, source: Source, words: str = "") -> int:
    """Somebody at this address asked for messages again, by START or by the link that had ended them: for how many
    patients something changed."""
    must_be_house(actor)
    if not lift_address(db, address.strip().lower()):
        return 0
    key = Channel.EMAIL if "@" in address else Channel.SMS, Purpose.CARE
    who, again = reached_at(db, address), Said(Source.START, words, actor.ref)
    for patient_id in who:
        here = about(db, patient_id)
        take_back(db, patient_id)
        agreement.write(db, patient_id, {key: True}, again)
        how = f"{SAID[source]} {shown(address)}"
        record(db, actor, Kind.PATIENT_STARTED, here, {"source": source}, how=how, comment=words)
    return len(who)


def lift_address(db: Connection, address: str) -> bool:
    """It is silent no more; False where it was not."""
    silent = stopped.c.address == address, stopped.c.lifted_at.is_(None)
    return bool(db.execute(update(stopped).where(*silent).values(lifted_at=clock.now())).rowcount)


def take_back(db: Connection, patient_id: int) -> int:
    """What a STOP wrote, as it was before; how many channels. What was said since stays."""
    ended = {key: one for key, one in answers(db, patient_id).items() if one.source in STOPS}
    for key, one in ended.items():
        write_back(db, patient_id, key, _before(one))
    return len(ended)


def kept(answer: Answer | None) -> dict[str, Any] | None:
    """What a STOP is said over, as the row of the STOP keeps it."""
    return asdict(answer) | {"said_at": answer.said_at.isoformat()} if answer else None


def _before(answer: Answer) -> Answer | None:
    if answer.before is None:
        return None
    was = answer.before
    return Answer(**{**was, "source": Source(was["source"]), "said_at": datetime.fromisoformat(was["said_at"])})
