"""What steps ask for beyond the lifecycle, and which wait for a second person: set for the group or for a site."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from core import field
from core.access import Actor, Permission, Role
from core.access.role import MAY
from core.errors import Duplicate, Lacking, NotFound, Refusal
from core.referral.answers import DEAREST
from core.referral.demands import demandable
from core.referral.lifecycle import STEPS, Ask
from core.work import work
from core.workflow import Condition, standing
from core.workflow.editing import must_edit, told
from data.tables import step_approval, step_demand

DEMANDING = {
    step.name: step.label for step in STEPS.values() if step.name not in {"send", "resume", "reopen", "correct"}
}
"""Steps that can insist on more: those of a referral that is open."""
APPROVED = {step.name: step.label for step in STEPS.values() if step.name not in {"send", "resume"}}
ROLES = tuple(role for role in Role if Permission.REFERRAL_HANDLE in MAY[role])
"""Who can approve: those who read referrals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApproving:
    """When a step waits, and for whom; `above` in pounds, no site the whole group."""

    step: str
    condition: Condition
    role: str
    above: Decimal | None = None
    site_id: int | None = None

    def checked(self) -> dict[str, Any]:
        """The columns to keep; Lacking with a sentence for each that is missing or wrong."""
        said = field.gathered(step=self._step, condition=self._condition, above=self._above, role=self._role)
        return said | {"site_id": self.site_id}

    def _step(self) -> str:
        if self.step not in APPROVED:
            raise Refusal("Choose a step that can wait.")
        return self.step

    def _condition(self) -> Condition:
        if self.condition not in conditions_of(self.step):
            raise Refusal("This step knows no such thing. Choose another condition.")
        return Condition(self.condition)

    def _above(self) -> Decimal | None:
        if self.condition is not Condition.VALUE_ABOVE:
            return None
        if self.above is None or not 0 <= self.above < DEAREST:
            raise Refusal("Say above which value in pounds, from nothing to ten million.")
        return self.above

    def _role(self) -> Role:
        if self.role not in ROLES:
            raise Refusal("Choose a role that works with referrals.")
        return Role(self.role)


def conditions_of(step: str) -> tuple[Condition, ...]:
    """What the waiting of a step can depend on: a value where one is reported, the urgency where it is changed."""
    if step not in STEPS:
        return ()
    valued = Ask.OUTCOME in STEPS[step].asks or step == "complete"
    more = {Condition.VALUE_ABOVE: valued, Condition.URGENCY_LOWERED: Ask.URGENCY in STEPS[step].asks}
    return (Condition.ALWAYS, *(condition for condition, holds in more.items() if holds))


def set_demand(actor: Actor, step: str, what: str, site_id: int | None = None) -> int:
    """From now on the step is not taken without this; the id of the demand."""
    must_edit(actor, [site_id])
    if step not in DEMANDING:
        raise Lacking({"step": "Choose a step that can insist on more."})
    with work() as db:
        words = demandable(standing(db))
        if what not in words:
            raise Lacking({"what": "Choose what has to be there."})
        row = {"step": step, "what": what, "site_id": site_id}
        said = f"“{DEMANDING[step]}” insists on {words[what].lower()}"
        return _added(db, actor, step_demand, "demand", row, said)


def drop_demand(actor: Actor, demand_id: int) -> None:
    """The step is taken without it again."""
    actor.must(Permission.WORKFLOW_EDIT)
    with work() as db:
        row = _gone(db, actor, step_demand, demand_id)
        words = demandable(standing(db)).get(row["what"], row["what"])
        said = f"“{DEMANDING.get(row['step'], row['step'])}” no longer insists on {words.lower()}"
        _told(db, actor, "demand", demand_id, row, said, before=row, after={})


def add_approval(actor: Actor, new: NewApproving) -> int:
    """From now on the step waits for a second person under this condition; the id of the line."""
    must_edit(actor, [new.site_id])
    row = new.checked()
    with work() as db:
        said = f"“{APPROVED[row['step']]}” waits for a {row['role'].label.lower()}: {_when(row)}"
        return _added(db, actor, step_approval, "approval", row, said)


def drop_approval(actor: Actor, approval_id: int) -> None:
    """The step waits no longer; what waits already still does."""
    actor.must(Permission.WORKFLOW_EDIT)
    with work() as db:
        row = _gone(db, actor, step_approval, approval_id)
        said = f"“{APPROVED.get(row['step'], row['step'])}” no longer waits for a {Role(row['role']).label.lower()}"
        _told(db, actor, "approval", approval_id, row, said, before=row, after={})


def _added(db: Connection, actor: Actor, table: Table, part: str, row: dict[str, Any], said: str) -> int:
    c, once = table.c, {"step": row["step"], "what": row.get("what"), "condition": row.get("condition")}
    same = [c[name] == value for name, value in once.items() if value is not None]
    here = c.site_id.is_(None) if row["site_id"] is None else c.site_id == row["site_id"]
    if db.execute(select(c.id).where(*same, here)).first():
        raise Duplicate("This stands there already.")
    added = int(db.execute(insert(table).values(row).returning(c.id)).scalar_one())
    _told(db, actor, part, added, row, said, before={}, after=row)
    return added


def _gone(db: Connection, actor: Actor, table: Table, number: int) -> dict[str, Any]:
    row = db.execute(select(table).where(table.c.id == number).with_for_update()).mappings().one_or_none()
    if row is None:
        raise NotFound("This is gone already. Look at the list again.")
    must_edit(actor, [row["site_id"]])
    db.execute(delete(table).where(table.c.id == number))
    return {name: value for name, value in row.items() if name != "id"}


def _told(db: Connection, actor: Actor, part: str, number: int, row: dict[str, Any], said: str, **change: Any) -> None:
    told(db, actor, part, number, [row["site_id"]] if row["site_id"] else [], said, **change)


def _when(row: dict[str, Any]) -> str:
    above = "" if row["above"] is None else f" £{row['above']:,.0f}"
    return f"{row['condition'].label.lower()}{above}"
