"""Documents that Baton makes from the record: kept like any other, once for what they say."""

from typing import Any

from sqlalchemy import Connection, select

from core.access import Actor
from core.document.commands import attach, put_newer
from core.document.model import Holder, Origin, Upload
from core.document.taken import take_in
from core.paper import Paper
from core.referral.current import current
from core.work import work
from data.tables import document


def keep_made(actor: Actor, referral_id: int, kind: Paper, content: bytes, name: str) -> int:
    """A document of the referral; a newer version of what was made before, or that itself when nothing is new."""
    taken = take_in(Upload(name, content))
    with work() as db:
        current(db, actor, referral_id, None)  # holds it, so that two who make it at once make one
        before = _made(db, referral_id, kind)
        if before is None:
            return attach(db, actor, taken, Holder(referral_id=referral_id), kind, origin=Origin.MADE)
        if before.sha256 == taken.sha256:
            return int(before.id)
        return put_newer(db, actor, before.id, taken)


def _made(db: Connection, referral_id: int, kind: Paper) -> Any:
    """The one that stands: not withdrawn, and the newest of its versions."""
    c, newer = document.c, document.alias()
    replaced = select(newer.c.id).where(newer.c.replaces_id == c.id, newer.c.withdrawn_at.is_(None)).exists()
    wanted = select(c.id, c.sha256).where(
        c.referral_id == referral_id, c.kind == kind, c.origin == Origin.MADE, c.withdrawn_at.is_(None), ~replaced
    )
    return db.execute(wanted.order_by(c.id.desc()).limit(1)).one_or_none()
