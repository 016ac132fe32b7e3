"""What people of the demo group wrote themselves, and what was answered: some of it nobody has read yet."""

from typing import Any

from sqlalchemy import select

from core import clock, conversation, correspondence
from core.access import Actor
from core.channel import Channel
from core.conversation import Heard
from core.correspondence import Writing
from core.demo.furnish.base import Furnishing, House
from core.work import reading, work
from data.tables import consent, message, patient_contact, referral

WRITTEN = (
    ("Your appointment", "We have an earlier time on Thursday at 10:30. Would that suit you?", "Thursday is fine."),
    ("Please bring your list of medicines", "When you come to us, please bring a list of what you take.", ""),
    ("About your visit", "Shall we ask an interpreter to come?", "A Polish one would help."),
)  # fmt: skip


class Writings(Furnishing):
    """Three messages of Ana's to patients at Leeds; two were answered, and wait to be read."""

    def furnish(self, house: House) -> None:
        """By the commands that people use, and by the door through which answers come in."""
        ana, leeds = house.people["ana"], house.sites["leeds"]
        for row, (headline, body, said) in zip(_reachable(leeds, len(WRITTEN)), WRITTEN, strict=False):
            number = _send(ana, row.id, Writing(headline=headline, body=body))
            if said:
                _answer(number, row.address, said)


def _reachable(site_id: int, many: int) -> list[Any]:
    """Open referrals of patients who have a mail address and want to be written to there, the latest first."""
    c, at, said = referral.c, patient_contact.c, consent.c
    refused = select(said.patient_id).where(said.channel == "email", ~said.given)
    wanted = select(c.id, at.address).join(patient_contact, at.patient_id == c.patient_id)
    theirs = wanted.where(c.site_id == site_id, c.direction == "inbound", c.closed_at.is_(None), at.channel == "email")
    theirs = theirs.where(c.patient_id.not_in(refused))
    with reading() as db:
        return list(db.execute(theirs.order_by(c.received_at.desc(), c.id.desc()).limit(many)))


def _send(actor: Actor, referral_id: int, writing: Writing) -> int:
    once, _ = correspondence.begin(actor, referral_id, writing)
    return correspondence.send(actor, referral_id, once, writing)


def _answer(number: int, address: str, said: str) -> None:
    with work() as db:
        row = db.execute(select(message.c.mail_id, message.c.headline).where(message.c.id == number)).one()
        heard = Heard(
            key=f"email:demo-{number}",
            channel=Channel.EMAIL,
            carrier="maildir",
            from_address=address,
            came_at=clock.now(),
            headline=f"Re: {row.headline}",
            body=said,
            said=said,
            references=(row.mail_id,),
        )
        conversation.note(db, heard)
