"""What the second person does with a step that waits: approve it, or refuse it with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, update

from core import clock, field
from core.access import Actor, Permission, Role, at_my_sites, machine, my_referrals
from core.audit import Kind
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow
from core.people import acting
from core.referral.advance import advance
from core.referral.answers import Answers
from core.referral.approvals import outdate, read, tell
from core.referral.current import Current, current
from core.referral.lifecycle import STEPS, follow, wording
from core.referral.stage import Direction
from core.work import reading, work
from data.tables import account, approval, patient, patient_name, referral

OUTDATED = "The referral has changed since this was asked for, so it cannot be approved any more. Ask for it again."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that waits: who asks for what and why, for whom it waits, and whether the reader may decide. `outdated`
    is whether the referral has changed since; `answers` are what the step was answered."""

    id: int
    referral_id: int
    reference: str
    patient: str
    step: str
    label: str
    asked_by: str
    asked_by_id: int | None
    asked_at: datetime
    role: str
    why: str
    comment: str
    answers: Answers
    outdated: bool
    mine: bool


def waiting_for(actor: Actor, referral_id: int) -> Waiting | None:
    """What waits about one referral within the actor's sites."""
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        row = db.execute(_waiting().where(referral.c.id == referral_id, my_referrals(actor))).one_or_none()
    return _one(actor, row) if row else None


def to_approve(actor: Actor) -> list[Waiting]:
    """What waits for this person, oldest first; what they asked for themselves is for somebody else."""
    actor.must(Permission.TASK_DO)
    c = approval.c
    theirs = and_(c.role == actor.role, c.asked_by_id.is_distinct_from(actor.account_id))
    wanted = _waiting().where(at_my_sites(actor, c.site_id), theirs, c.version == referral.c.version)
    with reading() as db:
        return [_one(actor, row) for row in db.execute(wanted.order_by(c.asked_at, c.id))]


def approve(actor: Actor, approval_id: int) -> int:
    """Take the step as it was asked for, by whoever asked. Once the referral has changed it is outdated instead, and
    said so. Answers how many tasks that people added are left open, as the step itself does."""
    with work() as db:
        row, now = _held(db, actor, approval_id)
        if row.version == now.version:
            return _approved(db, actor, row, now)
        outdate(db, actor, now)
    raise Changed(OUTDATED)


def refuse(actor: Actor, approval_id: int, why: str) -> None:
    """It is not taken; whoever asked reads why."""
    why = field.paragraph(why, what="The reason")
    if not why:
        raise Lacking({"comment": "Say why not: whoever asked for it reads this."})
    with work() as db:
        row, now = _held(db, actor, approval_id)
        _settle(db, actor, row, "refused", why)
        tell(db, actor, now, Kind.APPROVAL_REFUSED, row.id, row.step, why)


def _approved(db: Connection, actor: Actor, row: Any, now: Current) -> int:
    by = acting(db, row.asked_by_id) if row.asked_by_id else machine(row.asked_by)
    if by is None:
        raise NotNow("Whoever asked for this has left. Refuse it, or take the step yourself.")
    _settle(db, actor, row, "approved")
    tell(db, actor, now, Kind.APPROVAL_GIVEN, row.id, row.step)
    step = follow(now.stage, row.step, held=now.held)
    return advance(db, by, now, step, read(row.answers), approver=actor)


def _held(db: Connection, actor: Actor, approval_id: int) -> tuple[Any, Current]:
    """The row and its referral, both held until the command is done; refused unless this person may decide."""
    actor.must(Permission.REFERRAL_HANDLE)
    c = approval.c
    mine = select(c.referral_id).join(referral, referral.c.id == c.referral_id).where(my_referrals(actor))
    found = db.execute(mine.where(c.id == approval_id)).scalar_one_or_none()
    if found is None:
        raise NotFound("Nothing of that kind waits at your sites.")
    now = current(db, actor, found, None)
    row = db.execute(select(approval).where(c.id == approval_id).with_for_update()).one()
    if row.state != "waiting":
        raise NotNow(_SETTLED[row.state].format(who=_named(db, row.decided_by_id)))
    if row.asked_by_id is not None and row.asked_by_id == actor.account_id:
        raise NotAllowed("You asked for this yourself. Somebody else has to approve it.")
    if actor.role != row.role or not actor.works_at(row.site_id):
        role = Role(row.role).label.lower()
        raise NotAllowed(f"This waits for a {role} of the site that works on the referral.")
    return row, now


_SETTLED = {
    "approved": "{who} approved this already.",
    "refused": "{who} refused this already.",
    "stale": OUTDATED,
}


def _settle(db: Connection, actor: Actor, row: Any, state: str, comment: str = "") -> None:
    said = {"state": state, "decided_by_id": actor.account_id, "decided_at": clock.now(), "comment": comment}
    db.execute(update(approval).where(approval.c.id == row.id).values(said))


def _named(db: Connection, account_id: int | None) -> str:
    return db.execute(select(account.c.name).where(account.c.id == account_id)).scalar() or "Somebody"


def _waiting() -> Select[Any]:
    c = approval.c
    return (
        select(approval, referral.c.reference, referral.c.direction, referral.c.version.label("stands"))
        .add_columns(func.coalesce(account.c.name, "Baton").label("by"), patient_name.label("patient"))
        .join(referral, referral.c.id == c.referral_id)
        .join(patient, patient.c.id == referral.c.patient_id)
        .outerjoin(account, account.c.id == c.asked_by_id)
        .where(_open())
    )


def _open() -> ColumnElement[bool]:
    return approval.c.state == "waiting"


def _one(actor: Actor, row: Any) -> Waiting:
    answers = read(row.answers)
    step = STEPS.get(row.step)
    decides = actor.role == row.role and actor.works_at(row.site_id)
    return Waiting(
        id=row.id,
        referral_id=row.referral_id,
        reference=row.reference,
        patient=row.patient,
        step=row.step,
        label=wording(step, Direction(row.direction)) if step else row.step,
        asked_by=row.by,
        asked_by_id=row.asked_by_id,
        asked_at=row.asked_at,
        role=Role(row.role).label.lower(),
        why=row.why,
        comment=answers.comment,
        answers=answers,
        outdated=row.version != row.stands,
        mine=decides and row.asked_by_id != actor.account_id,
    )
