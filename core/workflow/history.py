"""What was changed in the workflow, by whom and when, with what was before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from core.access import Actor, Permission, at_my_sites
from core.audit import Kind
from core.audit.told import names
from core.work import reading
from data.tables import event, event_text

LATEST = 40


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `part` is what kind of thing it was, `before` and `after` what of it is different."""

    id: int
    at: datetime
    who: str
    part: str
    what: str
    before: dict[str, Any]
    after: dict[str, Any]


def history(actor: Actor, part: str = "", limit: int = LATEST) -> list[Change]:
    """The latest first: of the whole group, and of one's own sites."""
    actor.must(Permission.WORKFLOW_EDIT)
    c = event.c
    mine = or_(c.site_id.is_(None), at_my_sites(actor, c.site_id))
    wanted = select(c.id, c.occurred_at, c.actor, c.facts, event_text.c.words).outerjoin(
        event_text, event_text.c.event_id == c.id
    )
    latest = wanted.where(c.kind == Kind.WORKFLOW_SET, mine).order_by(c.id.desc()).limit(limit * 4)
    with reading() as db:
        rows = [row for row in db.execute(latest) if part in {"", row.facts["part"]}]
        called = names(db, {row.actor for row in rows})
    once = {row.facts["revision"]: row for row in reversed(rows)}
    told = [_change(row, called.get(row.actor, row.actor)) for row in once.values()]
    return sorted(told, key=lambda each: each.id, reverse=True)[:limit]


def _change(row: Any, who: str) -> Change:
    facts = row.facts
    what = (row.words or {}).get("what", "")
    return Change(row.id, row.occurred_at, who, facts["part"], what, facts.get("before", {}), facts.get("after", {}))
