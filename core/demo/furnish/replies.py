"""What patients and practices have answered in the last days, and a folder where anybody may answer by text message."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core import carrier, clock, conversation, rule
from core.channel import Channel
from core.conversation import Heard, Nature
from core.demo.furnish.base import Furnishing, House
from core.settings import settings
from core.work import reading, work
from data.tables import message, referral

PATIENTS = (
    "Thank you. I would rather come on a Thursday, if there is anything: I work until four on other days.",
    "Please let me know if I have to stop my blood thinners before the appointment.\n\nThank you",
    "My new telephone number is 01632 960 114. Please call there in the mornings.",
    "Is there parking at the practice? My knee is not what it was.",
)
PRACTICES = (
    "The radiograph is on its way by post. We could not export it, sorry.",
    "Thank you for letting us know. Please send the report to this address as well.",
)
AWAY = "Thank you for your message. The practice is closed until Monday; in an emergency please telephone 111."
READ = 2
"""How many of them somebody has read."""


class Replies(Furnishing):
    """By e-mail, to what was written to them last; one machine among them."""

    def furnish(self, house: House) -> None:
        """Some are read, the others wait for the owner."""
        sites = [house.sites["leeds"], house.sites["york"]]
        patients, practices = _written(sites, "patient"), _written(sites, "referrer")
        said = [
            *((row, words, Nature.ANSWER) for row, words in zip(patients, PATIENTS, strict=False)),
            *((row, words, Nature.ANSWER) for row, words in zip(practices, PRACTICES, strict=False)),
            *((row, AWAY, Nature.AUTOMATIC) for row in practices[len(PRACTICES) : len(PRACTICES) + 1]),
        ]
        noted = [_note(number, *one) for number, one in enumerate(said)]
        while rule.react():  # so that reading them ends their tasks
            continue
        for incoming_id in noted[:READ]:
            conversation.mark_read(house.people["ana"], incoming_id)
        _open_folder(house)


def _note(number: int, row: Any, words: str, nature: Nature) -> int:
    """Within the hours since the message left."""
    came_at = max(row.settled_at, clock.now() - timedelta(minutes=37 * (number + 1)))
    heard = Heard(
        key=f"email:demo-{row.id}",
        channel=Channel.EMAIL,
        carrier="mail_folder",
        from_address=row.to_address,
        headline=f"Re: {row.headline}"[:200],
        body=f"{words}\n\nOn that day {row.to_name} was told:\n> {row.headline}",
        said=words,
        nature=nature,
        answers=(row.id,),
        came_at=came_at,
    )
    with clock.telling(came_at), work() as db:
        incoming_id = conversation.note(db, heard)
    assert incoming_id is not None  # noqa: S101 - each is noted once
    return incoming_id


def _written(sites: Sequence[int], audience: str) -> list[Any]:
    """The newest mail about each of the newest open referrals."""
    c = message.c
    wanted = (
        select(c.id, c.subject_id, c.to_name, c.to_address, c.headline, c.settled_at)
        .join(referral, (c.subject == "referral") & (referral.c.id == c.subject_id))
        .where(c.audience == audience, c.channel == Channel.EMAIL, c.state == "sent", c.site_id.in_(sites))
        .where(referral.c.closed_at.is_(None))
        .order_by(c.id.desc())
        .limit(60)
    )
    with reading() as db:
        newest = {row.subject_id: row for row in reversed(db.execute(wanted).all())}
    return sorted(newest.values(), key=lambda row: -row.id)


def _open_folder(house: House) -> None:
    """Where a file that says From: and a number, and STOP, is a text message."""
    adam, values = house.people["adam"], {"folder": str(settings().data_dir / "texts")}
    carrier.try_out(adam, "sms_inbox", values)
    carrier.set_carrier(adam, "sms_inbox", 0, values)
