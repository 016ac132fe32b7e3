"""The address that somebody's calendar reads by itself: made by its owner, shown once, taken back at any time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from core import clock
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.errors import NotNow
from core.people import token
from core.settings import settings
from core.work import reading, work
from data.tables import feed

KEPT = [feed.c[name] for name in ("named", "made_at", "fetched_at")]


@dataclass(frozen=True, slots=True)
class Feed:
    """Somebody's own address as far as it can be shown again: whether it names patients, and when it was last read."""

    named: bool
    made_at: datetime
    fetched_at: datetime | None


def own_feed(actor: Actor) -> Feed | None:
    """The one that stands."""
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        row = db.execute(select(*KEPT).where(_standing(_person(actor)))).one_or_none()
    return Feed(*row) if row else None


def make_feed(actor: Actor, *, named: bool = False) -> str:
    """A fresh address in place of any before; known to its owner alone, for only its hash is kept."""
    actor.must(Permission.REFERRAL_READ)
    account_id, secret, now = _person(actor), token.fresh(), clock.now()
    row = {"account_id": account_id, "token_hash": token.hashed(secret), "named": named}
    with work() as db:
        end(db, account_id)
        db.execute(insert(feed).values(**row, made_at=now, changed_at=now, shape=""))
        shown = "name" if named else "initials"
        record(db, actor, Kind.ACCOUNT_FEED_MADE, About("account", account_id), {"named": named, "shown": shown})
    return f"{settings().public_url}/calendar/{secret}.ics"


def end_feed(actor: Actor) -> None:
    """Take it back: whatever reads it is refused from now on."""
    account_id = _person(actor)
    with work() as db:
        if not end(db, account_id):
            raise NotNow("No calendar reads your visits any more.")
        record(db, actor, Kind.ACCOUNT_FEED_ENDED, About("account", account_id))


def end(db: Connection, account_id: int) -> bool:
    """The same inside the caller's transaction; whether one stood."""
    return bool(db.execute(update(feed).where(_standing(account_id)).values(ended_at=clock.now())).rowcount)


def _standing(account_id: int) -> ColumnElement[bool]:
    return (feed.c.account_id == account_id) & feed.c.ended_at.is_(None)


def _person(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotNow("Only a person has a calendar.")
    return actor.account_id
