"""Write what rules ask for, by the kind of what is asked; what is refused is noted beside the rule that asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from core import alert, hook, message, task
from core.access import Actor, machine
from core.errors import Refusal
from core.rule.actions import Outcome
from core.rule.doing import do
from core.rule.outcomes import Assigning, Flagging, Stepping, Tagging
from core.rule.planning import Asked, Reaction

Writer = Callable[[Connection, Actor, Any], object]


def _sent(_db: Connection, _actor: Actor, _asked: message.Outgoing) -> None:
    """Messages went all together before."""


def _drop(db: Connection, actor: Actor, asked: task.Dropping) -> None:
    task.drop_open(db, actor, asked.about, asked.kinds)


WRITERS: Mapping[type, Writer] = {
    message.Outgoing: _sent,
    task.Opening: task.open_task,
    task.Dropping: _drop,
    alert.Raising: alert.raise_alert,
    hook.Calling: hook.put_call,
    Assigning: do,
    Stepping: do,
    Tagging: do,
    Flagging: do,
}
"""What writes an outcome, by its type."""


def write(db: Connection, reactions: Iterable[Reaction]) -> None:
    """Messages all at once; the rest in order, because a later event may drop what an earlier one opened."""
    asked = [(reaction, one) for reaction in reactions for one in reaction.asked]
    message.put_all(db, [one.outcome for _, one in asked if isinstance(one.outcome, message.Outgoing)])
    needless = _Needless(db, [one.outcome for _, one in asked])
    for reaction, one in asked:
        why = "" if needless(one.outcome) else _written(db, reaction, one)
        reaction.note(one.rule.name, one.do, why)


def write_each(db: Connection, reaction: Reaction) -> None:
    """The same for one event, each by itself: what the database refuses of it fails alone."""
    for one in reaction.asked:
        try:
            with db.begin_nested():
                if isinstance(one.outcome, message.Outgoing):
                    message.put_all(db, [one.outcome])
                why = _written(db, reaction, one)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            reaction.fail(one.rule, one.place, error)
        except Exception as error:
            reaction.fail(one.rule, one.place, error)
        else:
            reaction.note(one.rule.name, one.do, why)


class _Needless:
    """Most tasks that rules close are not open: which are is asked once, and the rest is not tried."""

    def __init__(self, db: Connection, outcomes: Sequence[Outcome]) -> None:
        self.open = task.kinds_open(db, [one.about for one in outcomes if isinstance(one, task.Dropping)])

    def __call__(self, outcome: Outcome) -> bool:
        """Whether there is nothing to close; what is opened meanwhile counts."""
        if isinstance(outcome, task.Opening):
            self.open.add((outcome.about.subject, outcome.about.subject_id, outcome.kind))
        if not isinstance(outcome, task.Dropping):
            return False
        about = outcome.about
        return not any((about.subject, about.subject_id, kind) in self.open for kind in outcome.kinds)


def _written(db: Connection, reaction: Reaction, one: Asked) -> str:
    """Why it was not done; empty when it was."""
    try:
        WRITERS[type(one.outcome)](db, machine(f"rule:{one.rule.name}", reaction.depth + 1), one.outcome)
    except Refusal as sentence:
        return str(sentence)
    return ""
