"""The workflow as it stands: read once for each revision, so that a query gets it along with its own statement."""

from typing import Any

from sqlalchemy import Connection, select

from core.workflow.model import PLAIN, Approving, Condition, CustomField, Demand, SubStatus, Typed, Way, Workflow
from data.tables import custom_field, setting, stage_setting, step_approval, step_demand, sub_status

NAME = "workflow"
"""The setting that names the revision: a new word each time anything is changed, none before the first time."""
REVISION: Any = select(setting.c.value).where(setting.c.name == NAME).scalar_subquery().label("workflow")
"""A column to add to a statement; what it says is given to `as_of`."""
MOST = 8
_known: dict[str, Workflow] = {}


def standing(db: Connection) -> Workflow:
    """As it is now, for those who have no statement to ask along with."""
    return as_of(db, db.execute(select(REVISION)).scalar())


def as_of(db: Connection, revision: str | None) -> Workflow:
    """As it was at a revision that was read just now; nothing is asked of the database but for a new one.

    A revision that was rolled back never comes again, so that what was read meanwhile is never mistaken for another.
    """
    if not revision:
        return PLAIN
    found = _known.get(revision)
    if found is None:
        found = _read(db)
        if len(_known) >= MOST:
            _known.clear()
        _known[revision] = found
    return found


def _read(db: Connection) -> Workflow:
    settings = db.execute(select(stage_setting)).all()
    demands = select(step_demand).order_by(step_demand.c.step, step_demand.c.id)
    approvals = select(step_approval).order_by(step_approval.c.step, step_approval.c.id)
    return Workflow(
        fields=tuple(map(field_of, _in_order(db, custom_field))),
        statuses=tuple(map(status_of, _in_order(db, sub_status))),
        labels={(row.stage, row.direction, row.site_id): row.label for row in settings if row.direction},
        hiding={(row.stage, row.site_id): row.hidden for row in settings if not row.direction},
        demands=tuple(Demand(*row) for row in db.execute(demands)),
        approvals=tuple(map(_approving, db.execute(approvals))),
    )


def field_of(row: Any) -> CustomField:
    """A field as its row has it."""
    said = row._asdict()
    said |= {"kind": Typed(row.kind), "direction": Way(row.direction)}
    return CustomField(**said | {name: tuple(said[name]) for name in ("choices", "sites")})


def status_of(row: Any) -> SubStatus:
    """A sub-status as its row has it."""
    return SubStatus(**row._asdict() | {"sites": tuple(row.sites)})


def _approving(row: Any) -> Approving:
    return Approving(**row._asdict() | {"condition": Condition(row.condition)})


def _in_order(db: Connection, table: Any) -> Any:
    return db.execute(select(table).order_by(table.c.position, table.c.id))
