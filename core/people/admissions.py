"""One-use links: invitations to set a password, and the ticket that takes a sign-in from form to cookie."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, insert, select, update

from core import clock
from core.people import feeds, token
from core.settings import settings
from data.tables import admission


class Purpose(StrEnum):
    """What a link is good for, and nothing else."""

    ENTER = "enter"
    INVITE = "invite"


LASTS = {Purpose.ENTER: timedelta(minutes=1), Purpose.INVITE: timedelta(days=7)}


def issue(db: Connection, account_id: int, purpose: Purpose) -> str:
    """A fresh secret for one account; it is known to the caller alone."""
    secret = token.fresh()
    row = {
        "token_hash": token.hashed(secret),
        "account_id": account_id,
        "purpose": purpose,
        "expires_at": clock.now() + LASTS[purpose],
    }
    db.execute(insert(admission).values(row))
    return secret


def holder(db: Connection, secret: str, purpose: Purpose) -> int | None:
    """The account a secret still admits, without using it up: scanners open links before people do."""
    wanted = select(admission.c.account_id).where(*_good(secret, purpose))
    return db.execute(wanted).scalar_one_or_none()


def redeem(db: Connection, secret: str, purpose: Purpose) -> int | None:
    """Use a secret up; of two that try at once one succeeds."""
    used = update(admission).where(*_good(secret, purpose)).values(used_at=clock.now())
    return db.execute(used.returning(admission.c.account_id)).scalar_one_or_none()


def withdraw(db: Connection, account_id: int) -> None:
    """Make every unused link of an account worthless, and the address that its calendar reads."""
    feeds.end(db, account_id)
    unused = (admission.c.account_id == account_id) & admission.c.used_at.is_(None)
    db.execute(update(admission).where(unused).values(used_at=clock.now()))


def invitation_link(secret: str) -> str:
    """The address that is handed to a newcomer."""
    return f"{settings().public_url}/auth/invite/{secret}"


def _good(secret: str, purpose: Purpose) -> tuple[ColumnElement[bool], ...]:
    return (
        admission.c.token_hash == token.hashed(secret),
        admission.c.purpose == purpose,
        admission.c.used_at.is_(None),
        admission.c.expires_at > clock.now(),
    )
