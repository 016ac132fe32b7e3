"""What answers nothing of ours: somebody decides about it in the intake, where what machines sent is held back."""

import hashlib

from sqlalchemy import Connection, or_, select

from core import clock, intake
from core.access import Actor
from core.audit import About
from core.channel import Channel
from core.conversation.matching import Match
from core.conversation.model import Heard, Matched, Nature
from core.document import Paper
from core.intake.model import File
from core.intake.reading import read
from data.tables import arrival, site

CAME = {
    Channel.EMAIL: intake.CameBy.EMAIL,
    Channel.SMS: intake.CameBy.SMS,
    Channel.WHATSAPP: intake.CameBy.WHATSAPP,
}


def to_intake(db: Connection, actor: Actor, heard: Heard) -> Match:
    """As an arrival at the site that the inbox is set up for; the same one arrives once."""
    text = _original(heard)
    received = intake.receive(
        db,
        actor,
        intake.Arriving(
            key=f"incoming:{hashlib.sha256(heard.key.encode()).hexdigest()[:60]}",
            site_id=_site(db, heard.site),
            channel=CAME[heard.channel],
            text=text,
            said=read(text, clock.now().date()),
            files=tuple(File(one, Paper.OTHER) for one in heard.files),
            sender_name=(heard.from_name or heard.from_address)[:160],
            sender_address=heard.from_address if heard.channel is Channel.EMAIL else "",
            received_at=heard.came_at,
            note=heard.note,
            held=intake.Held.AUTOMATIC if heard.bulk or heard.nature is not Nature.ANSWER else None,
        ),
    )
    c = arrival.c
    row = db.execute(select(c.id, c.site_id, c.patient_id).where(c.id == received.id)).one()
    return Match(Matched.INTAKE, About("arrival", *row), "")


def _original(heard: Heard) -> str:
    """Who and what about on top, as of every mail in the intake."""
    whom = f"{heard.from_name} <{heard.from_address}>" if heard.from_name else heard.from_address
    about = f"\nSubject: {heard.headline}" if heard.headline else ""
    return f"From: {whom}{about}\n\n{heard.body}"


def _site(db: Connection, code: str) -> int:
    """The one that the inbox names, else the oldest that is open."""
    c = site.c
    found = select(c.id).where(or_(c.code == code, c.closed_on.is_(None)))
    return int(db.execute(found.order_by((c.code == code).desc(), c.id).limit(1)).scalar_one())
