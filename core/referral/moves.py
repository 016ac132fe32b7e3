"""What may become of a referral from where it stands: the steps a person may take, and where each of them leads."""

from core.access import Actor
from core.errors import NotAllowed
from core.referral.advance import may_take
from core.referral.current import Current
from core.referral.demands import is_hidden
from core.referral.lifecycle import Step, open_from
from core.referral.stage import Stage
from core.workflow import PLAIN, Workflow

Moves = dict[Stage, tuple[Step, ...]]


def steps_for(actor: Actor, now: Current, flow: Workflow = PLAIN) -> tuple[Step, ...]:
    """The steps that lead on and that this person may take, the likely ones first; none into a stage that the site
    does without."""
    steps = open_from(now.stage, held=now.held)
    return tuple(step for step in steps if not is_hidden(flow, now, step) and _may(actor, now, step))


def moves(actor: Actor, now: Current, flow: Workflow = PLAIN) -> Moves:
    """The same by the stage they lead to. That something was entered in error is said on its page, not by moving it."""
    found: Moves = {}
    for step in steps_for(actor, now, flow):
        target = step.target or now.stage
        if target not in {now.stage, Stage.ENTERED_IN_ERROR}:
            found[target] = (*found.get(target, ()), step)
    return found


def _may(actor: Actor, now: Current, step: Step) -> bool:
    try:
        may_take(actor, now, step)
    except NotAllowed:
        return False
    return True
