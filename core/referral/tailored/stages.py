"""What stages are called in the group or at a site, and which a site does without; the stages themselves are fixed."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as standing_field
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from core import field
from core.access import Actor
from core.errors import Changed, Lacking, NotNow
from core.referral.stage import STAGES, Direction, Stage
from core.work import work
from core.workflow import Workflow
from core.workflow.editing import changes, must_edit, told
from data.tables import stage_setting

OPTIONAL = tuple(stage for stage, facts in STAGES.items() if facts.optional)
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Naming:
    """What is said of one stage at one place and nowhere else: its name each way, and whether it is hidden. None
    leaves it to the group, as a name that is missing does."""

    labels: Mapping[str, str] = standing_field(default_factory=dict)
    hidden: bool | None = None

    @property
    def spelt(self) -> dict[str, Any]:
        """As an event tells it."""
        return {direction.value: self.labels.get(direction, "") for direction in Direction} | {"hidden": self.hidden}


def naming(flow: Workflow, stage: Stage, site_id: int | None) -> Naming:
    """As it stands at this very place."""
    said = {direction.value: flow.labels.get((stage, direction, site_id), "") for direction in Direction}
    return Naming({way: label for way, label in said.items() if label}, flow.hiding.get((stage, site_id)))


def set_stage(actor: Actor, stage: Stage, site_id: int | None, read: Naming, new: Naming) -> None:
    """Say it differently from now on, from what was read; every page says so at its next look."""
    must_edit(actor, [site_id])
    new = _checked(stage, new)
    with work() as db:
        before = _stood(db, stage, site_id)
        if before != read:
            raise Changed("Somebody else changed this stage meanwhile. Look at it again before you change it.")
        if before == new:
            raise NotNow("Nothing is different from what stands there already.")
        _write(db, stage, site_id, new)
        what = f"“{STAGES[stage].inbound}” is {_said(before, new)}"
        sites = [site_id] if site_id else []
        told(db, actor, "stage", site_id or 0, sites, what, stage=stage, **changes(before.spelt, new.spelt))


def _checked(stage: Stage, new: Naming) -> Naming:
    if new.hidden is not None and stage not in OPTIONAL:
        raise NotNow("The lifecycle cannot do without this stage. Only its name can be changed.")
    labels = field.gathered(**{way: _line(label) for way, label in new.labels.items() if way in set(Direction)})
    if strange := set(new.labels) - set(Direction):
        raise Lacking({"labels": f"Referrals do not go “{strange.pop()}”."})
    return Naming({way: label for way, label in labels.items() if label}, new.hidden)


def _line(label: str) -> Any:
    return lambda: field.line(label, most=LONGEST, what="The name of a stage")


def _stood(db: Connection, stage: Stage, site_id: int | None) -> Naming:
    """Held until the command is done."""
    rows = db.execute(select(stage_setting).where(*_there(stage, site_id)).with_for_update()).all()
    hidden = next((row.hidden for row in rows if not row.direction), None)
    return Naming({row.direction: row.label for row in rows if row.direction}, hidden)


def _write(db: Connection, stage: Stage, site_id: int | None, new: Naming) -> None:
    db.execute(delete(stage_setting).where(*_there(stage, site_id)))
    here = {"stage": stage, "site_id": site_id}
    rows = [{**here, "direction": way, "label": label, "hidden": False} for way, label in new.labels.items()]
    if new.hidden is not None:
        rows.append({**here, "direction": "", "label": "", "hidden": new.hidden})
    if rows:
        db.execute(insert(stage_setting), rows)


def _there(stage: Stage, site_id: int | None) -> list[Any]:
    c = stage_setting.c
    return [c.stage == stage, c.site_id.is_(None) if site_id is None else c.site_id == site_id]


def _said(before: Naming, new: Naming) -> str:
    if before.hidden != new.hidden:
        return {True: "hidden", False: "used", None: "as the group has it"}[new.hidden]
    names = ", ".join(dict.fromkeys(f"“{label}”" for label in new.labels.values()))
    return f"called {names}" if names else "called as before"
