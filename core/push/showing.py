"""What a telephone says of a message that it was sent: it is on the screen."""

import hmac

from sqlalchemy import select, update

from core import clock
from core.channel import Channel
from core.message import Receipt, note_receipt
from core.webpush import mark
from core.work import reading, work
from data.tables import message, push_subscription


def confirm_shown(mail_id: str, said: str) -> bool:
    """Whether it was our telephone that speaks; then the message has arrived, and no other way is tried."""
    if not hmac.compare_digest(mark(mail_id).encode(), said.encode()):
        return False
    c = message.c
    with reading() as db:
        place = db.execute(select(c.to_address).where(c.mail_id == mail_id, c.channel == Channel.APP)).scalar()
    number = (place or "").partition("@")[0]
    if not number.isdecimal():
        return False
    shown = update(push_subscription).where(push_subscription.c.id == int(number))
    with work() as db:
        note_receipt(db, mail_id, Receipt.ARRIVED, "", "")
        db.execute(shown.values(shown_at=clock.now()))
    return True
