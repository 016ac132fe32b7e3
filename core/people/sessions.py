"""Sessions: opened with a ticket, looked up in the database at every click, ended from anywhere."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, insert, or_, select, update

from core import clock
from core.access import Actor, Role
from core.audit import About, Kind, record
from core.people import admissions, token
from core.people.admissions import Purpose
from core.work import reading, work
from data.tables import account, account_site, session, site

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
TOUCH = timedelta(minutes=1)


def enter(ticket: str, browser: str = "", address: str = "") -> str | None:
    """Turn a one-use ticket into a session; answers its token, which goes into a cookie and nowhere else."""
    with work() as db:
        account_id = admissions.redeem(db, ticket, Purpose.ENTER)
        return open_for(db, account_id, browser, address) if account_id else None


def open_for(db: Connection, account_id: int, browser: str = "", address: str = "") -> str:
    """Open a session for an account that has proved itself."""
    secret, now = token.fresh(), clock.now()
    row = {
        "token_hash": token.hashed(secret),
        "account_id": account_id,
        "opened_at": now,
        "seen_at": now,
        "browser": browser[:200],
        "address": address[:64],
    }
    db.execute(insert(session).values(row))
    record(db, _itself(db, account_id), Kind.ACCOUNT_SIGNED_IN, About("account", account_id))
    return secret


def actor_for(token_hash: str | None, *, touch: bool = True) -> Actor | None:
    """Who is looking, as the database knows it now; None when the session is over or the account disabled.

    `touch=False` asks without counting as activity.
    """
    if not token_hash:
        return None
    with reading() as db:
        rows = db.execute(_who(token_hash)).all()
    if not rows:
        return None
    if touch and rows[0].seen_at < clock.now() - TOUCH:
        with work() as db:
            db.execute(update(session).where(session.c.token_hash == token_hash).values(seen_at=clock.now()))
    return _actor(rows[0], frozenset(row.site_id for row in rows if row.site_id is not None))


def sign_out(token_hash: str) -> None:
    """End one session, by its owner; ending it twice is no error."""
    with work() as db:
        ended = update(session).where(session.c.token_hash == token_hash, session.c.ended_at.is_(None))
        owner = db.execute(ended.values(ended_at=clock.now()).returning(session.c.account_id)).scalar()
        if owner:
            record(db, _itself(db, owner), Kind.ACCOUNT_SIGNED_OUT, About("account", owner))


def end_all(db: Connection, account_id: int) -> int:
    """End every session of an account; answers how many were open."""
    its_own = update(session).where(session.c.account_id == account_id, *still_open())
    return db.execute(its_own.values(ended_at=clock.now())).rowcount


def still_open() -> tuple[ColumnElement[bool], ...]:
    """Conditions of a session that lets its holder in."""
    now = clock.now()
    return (
        session.c.ended_at.is_(None),
        session.c.seen_at > now - IDLE,
        session.c.opened_at > now - LONGEST,
    )


def _who(token_hash: str) -> Select[Any]:
    """The session's account with one row for each of its sites, or one row without."""
    works_there = exists().where(account_site.c.account_id == account.c.id, account_site.c.site_id == site.c.id)
    return (
        select(account, session.c.seen_at, site.c.id.label("site_id"))
        .join(session, session.c.account_id == account.c.id)
        .outerjoin(site, or_(account.c.every_site, works_there))
        .where(session.c.token_hash == token_hash, account.c.disabled_at.is_(None), *still_open())
    )


def _actor(row: Row[Any], sites: frozenset[int]) -> Actor:
    return Actor(f"account:{row.id}", row.name, Role(row.role), sites, row.every_site, row.id)


def _itself(db: Connection, account_id: int) -> Actor:
    """The account as the one who acts, for the audit alone."""
    name = db.execute(select(account.c.name).where(account.c.id == account_id)).scalar_one()
    return Actor(f"account:{account_id}", name, account_id=account_id)
