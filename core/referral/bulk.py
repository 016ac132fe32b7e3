"""One thing done to many referrals, each in its own transaction: one that cannot be done stops no other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from sqlalchemy import select

from core import log
from core.access import Actor, Permission, my_referrals
from core.errors import Lacking, Refusal
from core.referral import commands
from core.referral.answers import Answers
from core.referral.board import Row, row_of, rows
from core.referral.fitting import first
from core.referral.lifecycle import Ask, Step
from core.referral.moves import steps_for
from core.referral.wanted import Wanted
from core.work import reading
from data.tables import referral

MOST = 500
"""As many as are done in one go."""
COMMON = frozenset({Ask.REASON, Ask.COMMENT, Ask.UNTIL})
"""What can be answered once for many; a visit or a report is one patient's own."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A referral and the version of it that was on the screen."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one of them; `refused` is a sentence, empty where it was done, `fields` those it was about."""

    chosen: Chosen
    refused: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def some(actor: Actor, ids: Sequence[int]) -> list[Row]:
    """Those of them that the actor may see, as they stand now, in the order given."""
    actor.must(Permission.REFERRAL_READ)
    order = {referral_id: place for place, referral_id in enumerate(dict.fromkeys(ids[:MOST]))}
    with reading() as db:
        found = db.execute(rows().where(referral.c.id.in_(list(order)), my_referrals(actor))).mappings().all()
    return sorted(map(row_of, found), key=lambda row: order[row.id])


def all_that_fit(actor: Actor, wanted: Wanted) -> list[Chosen]:
    """Everything that is wanted, up to MOST of them, as it stands now."""
    actor.must(Permission.REFERRAL_READ)
    fits = first(actor, replace(wanted, after=None), MOST)
    with reading() as db:
        found = db.execute(select(referral.c.id, referral.c.version).where(referral.c.id.in_(fits)))
        return [Chosen(*row) for row in found]


def common_steps(actor: Actor, several: Sequence[Row]) -> list[Step]:
    """The steps that this person can take with every one of them, asking only what can be answered once for all."""
    each = [{step.name for step in steps_for(actor, row.now)} for row in several]
    shared = set[str].intersection(*each) if each else set()
    steps = [step for step in steps_for(actor, several[0].now) if step.name in shared] if several else []
    return [_once(step) for step in steps if COMMON.issuperset(step.needs)]


def take_steps(actor: Actor, several: Sequence[Chosen], name: str, given: Answers) -> Iterator[Became]:
    """Take one step with each of them, answered alike."""
    return _each(actor, several, lambda one: commands.take_step(actor, one.id, one.version, name, given))


def assign_each(actor: Actor, several: Sequence[Chosen], owner_id: int | None) -> Iterator[Became]:
    """Give each of them to one person, or to the pool of its site with None."""
    return _each(actor, several, lambda one: commands.assign(actor, one.id, one.version, owner_id))


def note_each(actor: Actor, several: Sequence[Chosen], text: str) -> Iterator[Became]:
    """Write one note on the timeline of each."""
    return _each(actor, several, lambda one: commands.note(actor, one.id, text))


def _once(step: Step) -> Step:
    return replace(step, offers=tuple(ask for ask in step.offers if ask in COMMON | {Ask.PROVIDER}))


def _each(actor: Actor, several: Sequence[Chosen], act: Callable[[Chosen], object]) -> Iterator[Became]:
    """One after the other, each told as soon as it is done."""
    actor.must(Permission.REFERRAL_HANDLE)
    return map(partial(_one, act), several[:MOST])


def _one(act: Callable[[Chosen], object], one: Chosen) -> Became:
    try:
        act(one)
    except Lacking as lacking:
        return Became(one, str(lacking), lacking.fields)
    except Refusal as refusal:
        return Became(one, str(refusal))
    except Exception as error:  # a fault in one of them is no reason to leave the others undone
        number = log.incident(error, referral=one.id)
        return Became(one, f"Something went wrong on our side. Tell your administrator the number {number}.")
    return Became(one)
