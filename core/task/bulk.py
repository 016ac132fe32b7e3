"""One thing done to many tasks, each by itself and each with its own answer."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from core.access import Actor, Permission
from core.several import Became, Chosen, each
from core.task import commands


def finish_each(actor: Actor, several: Sequence[Chosen], note: str = "") -> Iterator[Became]:
    """Mark each of them as done, with one note of what came of them."""
    return _each(actor, several, lambda one: commands.finish(actor, one.id, one.version, note))


def assign_each(actor: Actor, several: Sequence[Chosen], owner_id: int | None) -> Iterator[Became]:
    """Give each of them to one person, or to the pool of its site with None."""
    return _each(actor, several, lambda one: commands.assign(actor, one.id, one.version, owner_id))


def snooze_each(actor: Actor, several: Sequence[Chosen], until_on: date) -> Iterator[Became]:
    """Put each of them off until one day."""
    return _each(actor, several, lambda one: commands.snooze(actor, one.id, one.version, until_on))


def _each(actor: Actor, several: Sequence[Chosen], act: Callable[[Chosen], None]) -> Iterator[Became]:
    actor.must(Permission.TASK_DO)
    return each(several, act, "task")
