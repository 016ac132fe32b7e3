"""Note what came in, inside the caller's transaction: once, where it belongs, with what it brought along."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, insert, select

from core import clock, intake
from core.access import machine
from core.audit import Kind, record
from core.channel import Channel
from core.conversation.heeding import heed, told
from core.conversation.matching import Match, match
from core.conversation.model import Heard, Matched, Nature
from core.conversation.strangers import to_intake
from core.document import Holder, Paper, attach
from core.message import Receipt, note_receipt
from data.insert import insert_new
from data.tables import incoming, incoming_document, message, patient, patient_name, provider

COLLECTING = machine("job:collect")
HOW = {Channel.EMAIL: "by e-mail", Channel.SMS: "by text message", Channel.WHATSAPP: "by WhatsApp"}


def note(db: Connection, heard: Heard) -> int | None:
    """Its id; None where there is nothing new to keep: it was noted before, it is a mail of our own, or a word from
    somebody whom nobody wrote to, which is heeded. What answers nothing of ours goes into the intake."""
    if _known(db, heard):
        return None
    found = match(db, heard)
    heard = told(heard, found)
    heed(db, COLLECTING, heard, found)
    if found is None and heard.nature is Nature.WORD:
        return None
    return _kept(db, heard, found or to_intake(db, COLLECTING, heard))


def _known(db: Connection, heard: Heard) -> bool:
    """Noted before, or written by us: a mailbox may be one that we write to."""
    before = select(incoming.c.id).where(incoming.c.key == heard.key)
    ours = select(message.c.id).where(message.c.mail_id == heard.mail_id)
    return any(db.execute(asked).first() is not None for asked in (before, ours))


def _kept(db: Connection, heard: Heard, found: Match) -> int | None:
    taken = _taken_up(db, heard, found)
    who = _who(db, heard, found)
    new = insert_new(db, incoming, "key").values(_row(heard, found, who, waits=not taken))
    incoming_id: int | None = db.execute(new.returning(incoming.c.id)).scalar_one_or_none()
    if incoming_id is not None and not taken:
        _keep_files(db, heard, found, incoming_id)
        _FOLLOWS[heard.nature](db, heard, found, incoming_id, who)
    return incoming_id


def _taken_up(db: Connection, heard: Heard, found: Match) -> bool:
    """Whether the intake goes on with it: what is new there, and what answers a question of the intake's."""
    if found.how is Matched.INTAKE:
        return True
    if found.about.subject != "arrival" or heard.nature is not Nature.ANSWER:
        return False
    return intake.take_answer(db, COLLECTING, found.about.subject_id, heard.said, heard.files)


def _row(heard: Heard, found: Match, who: str, *, waits: bool) -> dict[str, Any]:
    now = clock.now()
    said = ("key", "channel", "carrier", "nature", "from_address", "mail_id", "headline", "body", "said", "note")
    return {
        **{name: getattr(heard, name) for name in said},
        "matched": found.how,
        "from_name": who[:160],
        "message_id": found.message_id,
        "subject": found.about.subject,
        "subject_id": found.about.subject_id,
        "site_id": found.about.site_id,
        "patient_id": found.about.patient_id,
        "provider_id": found.provider_id,
        "audience": found.audience,
        "came_at": heard.came_at,
        "recorded_at": now,
        "read_at": None if waits else now,
    }


def _who(db: Connection, heard: Heard, found: Match) -> str:
    """As we know them, for what a mail says of its sender is anybody's word."""
    if found.audience == "patient" and found.about.patient_id:
        wanted = select(patient_name).where(patient.c.id == found.about.patient_id)
    elif found.provider_id:
        wanted = select(provider.c.name).where(provider.c.id == found.provider_id)
    else:
        return found.to_name or heard.from_name
    return str(db.execute(wanted).scalar_one())


def _keep_files(db: Connection, heard: Heard, found: Match, incoming_id: int) -> None:
    holder = Holder(**{f"{found.about.subject}_id": found.about.subject_id, "site_id": found.about.site_id})
    ids = [attach(db, COLLECTING, one, holder, Paper.OTHER) for one in heard.files]
    rows = [{"incoming_id": incoming_id, "document_id": number} for number in ids]
    if rows:
        db.execute(insert(incoming_document), rows)


def _told(db: Connection, kind: Kind, heard: Heard, found: Match, incoming_id: int, **words: str) -> None:
    which = {"incoming": incoming_id, "message": found.message_id, "channel": heard.channel}
    facts = {**which, "by": heard.channel, "how": HOW[heard.channel], "audience": found.audience}
    record(db, COLLECTING, kind, found.about, facts, **words)


def _answered(db: Connection, heard: Heard, found: Match, incoming_id: int, who: str) -> None:
    """On the timeline in its own words; the task comes by rule."""
    _told(db, Kind.MESSAGE_ANSWERED, heard, found, incoming_id, who=who or heard.from_address, comment=heard.said)


def _automatic(db: Connection, heard: Heard, found: Match, incoming_id: int, who: str) -> None:
    """Noted and no more: nobody has to read it, and nothing of ours answers a machine."""
    _told(db, Kind.MESSAGE_AUTOMATIC, heard, found, incoming_id, who=who or heard.from_address, comment=heard.said)


def _bounced(db: Connection, heard: Heard, found: Match, incoming_id: int, who: str) -> None:
    """What is lost for good is settled so, and the next channel follows."""
    lost = [one for one in heard.failures if one.lost]
    for one in lost:
        note_receipt(db, one.mail_id, Receipt.FAILED, "", one.why)
    if lost:
        _told(db, Kind.MESSAGE_BOUNCED, heard, found, incoming_id, who=who, comment=lost[0].why)


def _word(db: Connection, heard: Heard, found: Match, incoming_id: int, who: str) -> None:
    """What followed from it stands on the patient's own timeline."""
    _told(db, Kind.MESSAGE_WORD, heard, found, incoming_id, who=who, word=heard.said[:40])


_FOLLOWS: dict[Nature, Callable[[Connection, Heard, Match, int, str], None]] = {
    Nature.ANSWER: _answered,
    Nature.WORD: _word,
    Nature.AUTOMATIC: _automatic,
    Nature.BOUNCE: _bounced,
}
