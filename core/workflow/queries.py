"""The workflow for whoever works with it."""

from core.access import Actor
from core.errors import NotAllowed
from core.work import reading
from core.workflow.model import Workflow
from core.workflow.standing import standing


def workflow(actor: Actor) -> Workflow:
    """As it stands; everybody who is signed in works by it, and it says nothing of anybody."""
    if actor.role is None and not actor.internal:
        raise NotAllowed("The workflow is for those who work here.")
    with reading() as db:
        return standing(db)
