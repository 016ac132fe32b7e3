"""Steps that wait for a second person: asked for, kept as they were answered, outdated once the referral changes."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from core import clock
from core.access import Actor, Role
from core.audit import Kind, record
from core.referral.answers import Answers
from core.referral.current import Current
from core.referral.lifecycle import STEPS, Ask, Step, wording
from core.referral.words import CancelledBy, Urgency
from core.task import DECISION, Opening, drop_open, open_task
from core.workflow import Approving, Condition, Workflow
from data.prepared import Prepared
from data.tables import approval, report

WITHIN = timedelta(days=1)
"""How soon somebody should look at it."""


def line(db: Connection, flow: Workflow, now: Current, step: Step, given: Answers) -> Approving | None:
    """What makes this step wait as it was answered, if anything does."""
    lines = flow.approving(step.name, now.site_id)
    return next((each for each in lines if _holds(db, each, now, step, given)), None)


def ask(db: Connection, actor: Actor, now: Current, step: Step, given: Answers, asked: Approving) -> int:
    """Let it wait, instead of whatever waited before; whoever may approve it gets a task. The id of the approval."""
    outdate(db, actor, now)
    label, role = wording(step, now.direction), Role(asked.role)
    row = {
        "referral_id": now.id,
        "site_id": now.site_id,
        "step": step.name,
        "version": now.version,
        "answers": spelt(given),
        "asked_by": actor.ref,
        "asked_by_id": actor.account_id,
        "asked_at": clock.now(),
        "role": role,
        "why": why(asked),
        "state": "waiting",
    }
    added = int(db.execute(insert(approval).values(row).returning(approval.c.id)).scalar_one())
    facts = {"approval": added, "step": step.name, "condition": asked.condition, "asked_of": role}
    words = {"step": label, "role": role.label.lower(), "comment": given.comment}
    record(db, actor, Kind.APPROVAL_ASKED, now.about, facts, **words)
    title = f"{label}: approve or refuse what {actor.name} asks ({now.reference})"
    open_task(db, actor, Opening(f"approval:{added}", DECISION, title, now.about, clock.now() + WITHIN))
    return added


def outdate(db: Connection, actor: Actor, now: Current) -> None:
    """What waits for this referral was about how it stood before."""
    for number, step in _OUTDATED.plain(db, of=now.id, state="stale", decided_at=clock.now()):
        tell(db, actor, now, Kind.APPROVAL_OUTDATED, number, step)


_OUTDATED = Prepared(
    update(approval)
    .where(approval.c.referral_id == bindparam("of"), approval.c.state == "waiting")
    .returning(approval.c.id, approval.c.step)
)


def tell(db: Connection, actor: Actor, now: Current, kind: Kind, number: int, step: str, comment: str = "") -> None:
    """That it waits no longer, and nobody need look at it any more."""
    words = {"step": wording(STEPS[step], now.direction) if step in STEPS else step, "comment": comment}
    record(db, actor, kind, now.about, {"approval": number, "step": step}, **words)
    drop_open(db, actor, now.about, [DECISION], f"approval:{number}")


def why(asked: Approving) -> str:
    """The condition that holds, in words."""
    above = "" if asked.above is None else f" £{asked.above:,.0f}"
    return f"{asked.condition.label}{above}"


def spelt(given: Answers) -> dict[str, Any]:
    """Answers as a row keeps them, without what was left as it is and what is written down already."""
    blank = Answers()
    said = {each.name: getattr(given, each.name) for each in fields(given) if each.name != "fills"}
    kept = {name: value for name, value in said.items() if value != getattr(blank, name)}
    return {name: _text(value) for name, value in kept.items()}


def read(kept: Mapping[str, Any]) -> Answers:
    """The same as they were given."""
    return Answers(**{name: _READ.get(name, _as_it_is)(value) for name, value in kept.items()})


def _text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _as_it_is(value: Any) -> Any:
    return value


_READ: Mapping[str, Any] = {
    "starts_at": datetime.fromisoformat,
    "until_on": date.fromisoformat,
    "recall_on": date.fromisoformat,
    "value": Decimal,
    "urgency": Urgency,
    "cancelled_by": CancelledBy,
}


def _holds(db: Connection, each: Approving, now: Current, step: Step, given: Answers) -> bool:
    if each.condition is Condition.VALUE_ABOVE:
        value = given.value if Ask.OUTCOME in step.asks else _reported(db, now)
        return value is not None and each.above is not None and value > each.above
    if each.condition is Condition.URGENCY_LOWERED:
        return given.urgency is not None and given.urgency.lower_than(now.urgency)
    return True


def _reported(db: Connection, now: Current) -> Decimal | None:
    """What the latest report of the outcome says that the work was worth."""
    c = report.c
    last = select(c.value).where(c.referral_id == now.id, c.kind == "final").order_by(c.id.desc()).limit(1)
    return db.execute(last).scalar()
