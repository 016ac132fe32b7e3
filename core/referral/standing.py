"""What a command goes by and what seldom changes: the workflow, and deadlines with opening hours; in one statement."""

from sqlalchemy import Connection, select

from core import sla, workflow
from core.sla import Timing
from core.workflow import Workflow
from data.prepared import Prepared

_REVISIONS = Prepared(select(workflow.REVISION, sla.REVISION))


def standing(db: Connection) -> tuple[Workflow, Timing]:
    """As they are now. Ask once what is to be changed is held: so nobody changes them unseen in between."""
    (now,) = _REVISIONS.all(db)
    return workflow.as_of(db, now["workflow"]), sla.timing_as_of(db, now["timing"])
