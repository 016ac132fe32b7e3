"""One thing done to many referrals: what can be done with all of them, and doing it to one after the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import select

from core.access import Actor, Permission, my_referrals
from core.referral import commands
from core.referral.answers import Answers
from core.referral.board import rows, rows_of
from core.referral.fitting import first
from core.referral.lifecycle import Ask, Step
from core.referral.moves import steps_for
from core.referral.row import Row
from core.referral.wanted import Wanted
from core.several import MOST, Became, Chosen, each
from core.work import reading
from core.workflow import standing
from data.tables import referral

COMMON = frozenset({Ask.REASON, Ask.COMMENT, Ask.UNTIL})
"""What can be answered once for many; a visit or a report is one patient's own."""


def some(actor: Actor, ids: Sequence[int]) -> list[Row]:
    """Those of them that the actor may see, as they stand now, in the order given."""
    actor.must(Permission.REFERRAL_READ)
    order = {referral_id: place for place, referral_id in enumerate(dict.fromkeys(ids[:MOST]))}
    with reading() as db:
        found = db.execute(rows(actor).where(referral.c.id.in_(list(order)), my_referrals(actor))).mappings().all()
        several = rows_of(db, found)
    return sorted(several, key=lambda row: order[row.id])


def all_that_fit(actor: Actor, wanted: Wanted) -> list[Chosen]:
    """Everything that is wanted, up to MOST of them, as it stands now."""
    actor.must(Permission.REFERRAL_READ)
    fits = first(actor, replace(wanted, after=None), MOST)
    with reading() as db:
        found = db.execute(select(referral.c.id, referral.c.version).where(referral.c.id.in_(fits)))
        return [Chosen(*row) for row in found]


def common_steps(actor: Actor, several: Sequence[Row]) -> list[Step]:
    """The steps that this person can take with every one of them, asking only what can be answered once for all."""
    with reading() as db:
        flow = standing(db)
    names = [{step.name for step in steps_for(actor, row.now, flow)} for row in several]
    shared = set[str].intersection(*names) if names else set()
    steps = [step for step in steps_for(actor, several[0].now, flow) if step.name in shared] if several else []
    return [_once(step) for step in steps if COMMON.issuperset(step.needs)]


def take_steps(actor: Actor, several: Sequence[Chosen], name: str, given: Answers) -> Iterator[Became]:
    """Take one step with each of them, answered alike; where it ends them, tasks that people added stay open."""
    return _each(actor, several, lambda one: commands.take_step(actor, one.id, one.version, name, given))


def assign_each(actor: Actor, several: Sequence[Chosen], owner_id: int | None) -> Iterator[Became]:
    """Give each of them to one person, or to the pool of its site with None."""
    return _each(actor, several, lambda one: commands.assign(actor, one.id, one.version, owner_id))


def note_each(actor: Actor, several: Sequence[Chosen], text: str) -> Iterator[Became]:
    """Write one note on the timeline of each."""
    return _each(actor, several, lambda one: _note(actor, one.id, text))


def _once(step: Step) -> Step:
    return replace(step, offers=tuple(ask for ask in step.offers if ask in COMMON | {Ask.PROVIDER}))


def _each(actor: Actor, several: Sequence[Chosen], act: Callable[[Chosen], int | None]) -> Iterator[Became]:
    actor.must(Permission.REFERRAL_HANDLE)
    return each(several, act, "referral")


def _note(actor: Actor, referral_id: int, text: str) -> None:
    commands.note(actor, referral_id, text)
