"""What somebody has begun to write: kept while they type, one for each referral, until it is sent or thrown away."""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update

from core import clock
from core.access import Actor, Permission
from core.correspondence.around import around
from core.correspondence.model import Writing
from core.errors import Changed, NotAllowed, NotNow
from core.work import work
from data.insert import insert_new
from data.tables import writing as kept

FORGOTTEN_AFTER = timedelta(days=30)
SENT = "This was sent or thrown away already, in another window perhaps. Look under Messages before you write it again."


def begin(actor: Actor, referral_id: int, first: Writing) -> tuple[str, Writing]:
    """What was begun about this referral, else a new one that begins with `first`; and what makes it be sent once."""
    actor.must(Permission.MESSAGE_WRITE)
    if actor.account_id is None:
        raise NotNow("Only a person writes by hand.")
    with work() as db:
        around(db, actor, referral_id)
        new = _row(actor, referral_id) | {"once": secrets.token_hex(16), "said": first.spelt, "changed_at": clock.now()}
        db.execute(insert_new(db, kept, "account_id", "referral_id").values(**new))
        row = db.execute(select(kept).where(*_mine(actor, referral_id))).one()
    return row.once, Writing.read(row.said)


def keep(actor: Actor, referral_id: int, once: str, writing: Writing) -> None:
    """As it stands now; Changed where it was sent or thrown away meanwhile."""
    actor.must(Permission.MESSAGE_WRITE)
    c = kept.c
    changed = update(kept).where(*_mine(actor, referral_id), c.once == once)
    with work() as db:
        if not db.execute(changed.values(said=writing.spelt, changed_at=clock.now())).rowcount:
            raise Changed(SENT)


def discard(actor: Actor, referral_id: int, once: str) -> None:
    """Thrown away, as if it had never been begun."""
    actor.must(Permission.MESSAGE_WRITE)
    with work() as db:
        end(db, actor, referral_id, once)


def end(db: Connection, actor: Actor, referral_id: int, once: str) -> bool:
    """It is begun no more; False where it was not."""
    return bool(db.execute(delete(kept).where(*_mine(actor, referral_id), kept.c.once == once)).rowcount)


def forget_old(actor: Actor) -> int:
    """What nobody went on with for a month; how many."""
    if not actor.internal:
        raise NotAllowed("Baton forgets by itself what nobody goes on with.")
    with work() as db:
        return int(db.execute(delete(kept).where(kept.c.changed_at < clock.now() - FORGOTTEN_AFTER)).rowcount)


def _row(actor: Actor, referral_id: int) -> dict[str, Any]:
    return {"account_id": actor.account_id, "referral_id": referral_id}


def _mine(actor: Actor, referral_id: int) -> tuple[Any, ...]:
    return kept.c.account_id == actor.account_id, kept.c.referral_id == referral_id
