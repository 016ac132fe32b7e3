"""What is done with something that is begun: kept, discarded, taken over by a colleague, and at last sent."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.audit import About, Kind, record
from core.desk.model import LEFT_AFTER, Begun, Kept
from core.desk.spelling import spelt
from core.document import Holder, copy_to, drop_all, hand_on, kinds_of
from core.errors import NotFound, NotNow, Refusal
from core.referral import Draft, create
from core.work import work
from data.tables import account, draft

MOST = 200_000
"""Characters of one draft: fifty times what any of its fields may hold when it is sent."""
TICK = timedelta(microseconds=1)
GONE = "This is no longer unfinished: it was sent, discarded or taken over. Look under New referral what is left."


def keep(actor: Actor, begun: Begun, draft_id: int | None = None, seen: datetime | None = None) -> Kept:
    """Keep a form as it stands. `seen` is when it was kept last, as far as this form knows.

    Where the draft has moved on since then, in another window or by another person, nothing of either is lost:
    this form becomes a draft of its own.
    """
    actor.must(Permission.REFERRAL_CREATE)
    if actor.account_id is None:
        raise NotNow("Only a person has a desk.")
    row = _row(actor, begun)
    with work() as db:
        if draft_id is not None and seen is not None:
            again = max(clock.now(), seen + TICK)
            c = draft.c
            same = [c.id == draft_id, c.account_id == actor.account_id, c.saved_at == seen]
            if db.execute(update(draft).where(*same).values(**row, saved_at=again).returning(c.id)).first():
                return Kept(draft_id, again)
        now = clock.now()
        mine = {"account_id": actor.account_id, "begun_at": now, "saved_at": now}
        added = db.execute(insert(draft).values(**row, **mine).returning(draft.c.id)).scalar_one()
        return Kept(int(added), now, apart=draft_id is not None)


def discard(actor: Actor, draft_id: int) -> None:
    """Throw it away; that it was there is kept, what it said is not."""
    with work() as db:
        begun = _own(db, actor, draft_id)
        drop_all(db, Holder(draft_id=draft_id))
        _end(db, actor, begun, Kind.DRAFT_DISCARDED)


def take_over(actor: Actor, draft_id: int) -> None:
    """Make a colleague's draft one's own, a day after they left it."""
    with work() as db:
        c = draft.c
        left = select(draft).where(c.id == draft_id, at_my_sites(actor, c.site_id)).with_for_update()
        now = db.execute(left).one_or_none()
        if now is None or actor.account_id is None or not actor.may(Permission.REFERRAL_ASSIGN, at=now.site_id):
            raise NotFound(GONE)
        if now.account_id == actor.account_id:
            return
        if now.saved_at > clock.now() - LEFT_AFTER:
            raise NotNow("Its author has worked on it within the last day. Ask them about it.")
        values = {"account_id": actor.account_id, "saved_at": clock.now(), "reminded_at": None}
        db.execute(update(draft).where(c.id == draft_id).values(**values))
        before = db.execute(select(account.c.name).where(account.c.id == now.account_id)).scalar_one()
        about, facts = About("draft", draft_id, now.site_id), {"before": now.account_id}
        record(db, actor, Kind.DRAFT_TAKEN_OVER, about, facts, before=before, title=now.title)


def send(actor: Actor, asked: Draft, draft_id: int | None = None, along: Collection[int] = ()) -> int:
    """Record the referral with the documents of its draft, which is gone then; the referral's id.

    `along` are documents of another referral that go along as they are.
    """
    with work() as db:
        begun = _own(db, actor, draft_id) if draft_id is not None else None
        before = Holder(draft_id=begun.id) if begun else None
        referral_id = create(db, actor, replace(asked, papers=kinds_of(db, before, along)))
        copy_to(db, actor, along, Holder(referral_id=referral_id))
        if begun and before:
            hand_on(db, before, Holder(referral_id=referral_id))
            _end(db, actor, begun, Kind.DRAFT_SENT, referral=referral_id)
        return referral_id


def _row(actor: Actor, begun: Begun) -> dict[str, Any]:
    said = spelt(begun.said)
    if len(json.dumps(said)) > MOST:
        raise Refusal("This is more text than a draft can keep. Shorten it, or send it as a document.")
    here = begun.site_id if begun.site_id in actor.sites else min(actor.sites, default=None)
    return {
        "site_id": here,
        "direction": begun.direction,
        "title": begun.title,
        "said": said,
        "onward_from_id": begun.onward_from_id,
        "reminded_at": None,
    }


def _own(db: Connection, actor: Actor, draft_id: int) -> Row[Any]:
    """One's own draft, held for this transaction."""
    actor.must(Permission.REFERRAL_CREATE)
    own = select(draft).where(draft.c.id == draft_id, draft.c.account_id == actor.account_id).with_for_update()
    found = db.execute(own).one_or_none()
    if found is None:
        raise NotFound(GONE)
    return found


def _end(db: Connection, actor: Actor, begun: Row[Any], kind: Kind, **facts: Any) -> None:
    record(db, actor, kind, About("draft", begun.id, begun.site_id), facts, title=begun.title)
    db.execute(delete(draft).where(draft.c.id == begun.id))
