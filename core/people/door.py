"""The door: a name and a password are tried, and too many tries must wait.

Nobody is locked out for good: a wait ends within half a minute and counts the tries of one place (a browser
that was signed in here before, else a network address), so strangers elsewhere cannot cause it. Only while
they hammer one name from everywhere do all places new to that name share one try per half minute; its owner
still gets in from any place known to it, or by a one-use link. A name that nobody has is treated alike in
every step.
"""

import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, insert, select, update

from core import clock
from core.errors import NotAllowed, NotNow
from core.people import admissions, passwords
from core.people.admissions import Purpose
from core.people.username import fold
from core.settings import settings
from core.work import reading, work
from data.tables import account, session, sign_in_attempt

WINDOW = timedelta(hours=1)
REMEMBERED = timedelta(days=30)
LONGEST = timedelta(seconds=30)
FREE_FOR_NAME_HERE, FREE_HERE, FREE_FOR_NAME = 5, 20, 50
WRONG = "That name and password do not go together. Please check both and try again."

tried = sign_in_attempt.c


@dataclass(frozen=True, slots=True)
class Place:
    """Where a try comes from, and whether its name has been signed in from there of late."""

    mark: str
    is_known: bool


def knock(username: str, password: str, address: str = "", token_hash: str | None = None) -> str:
    """Try a name and a password; answers a one-use ticket for a session, or refuses with a sentence.

    `token_hash` is of the session cookie this browser still holds, even if that session is long over.
    """
    name = _kept_name(username)
    with work() as db:
        _one_at_a_time(db, name)
        place = _place(db, username, name, address, token_hash)
        _refuse_haste(db, name, place)
        row = {"username": name, "address": place.mark, "attempted_at": clock.now(), "succeeded": False}
        attempt = db.execute(insert(sign_in_attempt).values(row).returning(tried.id)).scalar_one()
    found = _account(username)
    if not passwords.matches(found.password_hash if found else None, password) or not found:
        raise NotAllowed(WRONG)
    with work() as db:
        db.execute(update(sign_in_attempt).where(tried.id == attempt).values(succeeded=True))
        return _ticket(db, found, password)


def _one_at_a_time(db: Connection, mark: str) -> None:
    """SQLite has one writer anyway; PostgreSQL would let a hundred tries at once all count the same few."""
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(int(mark[:15], 16))))


def _account(username: str) -> Row[Any] | None:
    wanted = select(account).where(account.c.username == fold(username), account.c.disabled_at.is_(None))
    with reading() as db:
        return db.execute(wanted).one_or_none()


def _ticket(db: Connection, found: Row[Any], password: str) -> str:
    """A ticket, unless the account was changed while its password was compared."""
    same = account.c.id == found.id, account.c.version == found.version
    kept = passwords.hashed(password) if passwords.is_outdated(found.password_hash) else found.password_hash
    if not db.execute(update(account).where(*same).values(password_hash=kept)).rowcount:
        raise NotAllowed(WRONG)
    return admissions.issue(db, found.id, Purpose.ENTER)


def _kept_name(username: str) -> str:
    """The name as tries keep it: unreadable, for people do type passwords there."""
    return unreadable(fold(username))


def unreadable(text: str) -> str:
    """The same for the same text, in this house alone: it can be counted and not be read."""
    key = settings().secret_key.get_secret_value().encode()
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _place(db: Connection, username: str, name: str, address: str, token_hash: str | None) -> Place:
    had = (session.c.token_hash == (token_hash or ""), session.c.opened_at > clock.now() - REMEMBERED)
    browser = select(session.c.id).join(account).where(*had, account.c.username == fold(username))
    if session_id := db.execute(browser).scalar_one_or_none():
        return Place(f"browser:{session_id}", is_known=True)
    mark = network(address)
    been = exists().where(*_known_places(name), tried.address == mark)
    return Place(mark, is_known=bool(db.execute(select(been)).scalar()))


def network(address: str) -> str:
    """An address as tries keep it; one household or host has a whole IPv6 /64 to itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)


def _refuse_haste(db: Connection, name: str, place: Place) -> None:
    here, for_name = tried.address == place.mark, tried.username == name
    counted: list[tuple[int, Sequence[ColumnElement[bool]]]] = [(FREE_FOR_NAME_HERE, (here, for_name))]
    if not place.is_known:
        known = select(tried.address).where(*_known_places(name))
        strange = (tried.address.not_in(known), tried.address.not_like("browser:%"))
        counted += [(FREE_HERE, (here,)), (FREE_FOR_NAME, (for_name, *strange))]
    seconds = math.ceil(max(wait(db, free, tries) for free, tries in counted).total_seconds())
    if seconds > 0:
        raise NotNow(
            f"Too many tries. Please wait {seconds} second{'s' * (seconds > 1)} and try again. "
            "If the password is forgotten, your manager can give you a link to set a new one."
        )


def wait(db: Connection, free: int, tries: Sequence[ColumnElement[bool]]) -> timedelta:
    """How long until the next try: once `free` failures are used, 1, 2, 4 … 30 seconds after the latest."""
    now = clock.now()
    failed = (tried.succeeded.is_(False), tried.attempted_at > now - WINDOW)
    asked = select(func.count(), func.max(tried.attempted_at)).where(*failed, *tries)
    count, latest = db.execute(asked).one()
    if count < free:
        return timedelta()
    grown: timedelta = min(timedelta(seconds=2 ** min(count - free, 10)), LONGEST)
    wait: timedelta = latest + grown - now
    return wait


def _known_places(name: str) -> tuple[ColumnElement[bool], ...]:
    return tried.username == name, tried.succeeded.is_(True), tried.attempted_at > clock.now() - REMEMBERED
