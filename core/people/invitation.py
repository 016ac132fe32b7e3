"""An invitation is taken up: whoever holds the link sets the password of its account."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from core.access import Actor
from core.audit import About, Kind, record
from core.errors import NotFound
from core.people import admissions, passwords, sessions
from core.people.admissions import Purpose
from core.work import reading, work
from data.tables import account

OVER = "This link has been used or has expired. Ask your manager for a new one."


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom a link is meant for."""

    account_id: int
    username: str
    name: str


def guest(secret: str) -> Guest:
    """Whose password the link sets; looking does not use it up."""
    with reading() as db:
        return _guest(db, admissions.holder(db, secret, Purpose.INVITE))


def take_up(secret: str, password: str) -> Guest:
    """Set the password; every session and every other link of the account ends."""
    passwords.check(password, *_about(guest(secret)))
    kept = passwords.hashed(password)
    with work() as db:
        person = _guest(db, admissions.redeem(db, secret, Purpose.INVITE))
        set_password(db, person.account_id, kept)
        itself = Actor(f"account:{person.account_id}", person.name, account_id=person.account_id)
        record(db, itself, Kind.ACCOUNT_ADMITTED, About("account", person.account_id))
        return person


def set_password(db: Connection, account_id: int, kept: str) -> None:
    """Keep a hash from `passwords.hashed`; whoever was let in by the old one is out."""
    fresh = {"password_hash": kept, "version": account.c.version + 1}
    db.execute(update(account).where(account.c.id == account_id).values(fresh))
    sessions.end_all(db, account_id)
    admissions.withdraw(db, account_id)


def _guest(db: Connection, account_id: int | None) -> Guest:
    wanted = select(account.c.id, account.c.username, account.c.name)
    found = db.execute(wanted.where(account.c.id == account_id, account.c.disabled_at.is_(None))).one_or_none()
    if found is None:
        raise NotFound(OVER)
    return Guest(*found)


def _about(person: Guest) -> tuple[str, str]:
    return person.username, person.name
