"""What has to be there before a step, beyond what the lifecycle asks: what of it is missing, and is filled in."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from core.access import Actor
from core.errors import NotNow
from core.paper import Paper
from core.referral.change import rewrite
from core.referral.current import Current
from core.referral.custom import field_id
from core.referral.lifecycle import STEPS, Ask, Step
from core.referral.request import FIELDS
from core.workflow import Workflow
from data.tables import document, referral

PAPER = "paper."
DEMANDED = (
    *("teeth", "funding", "payer", "needs", "their_reference", "written_on"),
    *("referrer_clinician_id", "recipient_clinician_id"),
)
"""The fields of the request that a step can insist on."""


def demandable(flow: Workflow) -> dict[str, str]:
    """Everything that a step can insist on, by its code, in words."""
    fields = {name: FIELDS[name].label.capitalize() for name in DEMANDED}
    own = {each.name: each.label for each in flow.fields if each.until_on is None}
    return fields | own | {f"{PAPER}{each}": f"Document: {each.label.lower()}" for each in Paper}


def asked_at(flow: Workflow, now: Current, step: Step) -> tuple[str, ...]:
    """What a step insists on for this referral: of the group's own fields those that it has."""
    return tuple(what for what in flow.demanded(step.name, now.site_id) if _applies(flow, now, what))


def asked_of(actor: Actor, flow: Workflow, now: Current, step: Step) -> tuple[str, ...]:
    """The same of whoever takes the step: somebody outside can bring a document, and knows nothing of our fields."""
    asked = asked_at(flow, now, step)
    return tuple(what for what in asked if what.startswith(PAPER)) if actor.outside else asked


def reported_on_paper(db: Connection, now: Current, step: Step) -> bool:
    """Whether a step reports an outcome that is there as a document."""
    return Ask.OUTCOME in step.asks and Paper.REPORT in _papers(db, now)


def lacking(db: Connection, now: Current, asked: Collection[str]) -> tuple[str, ...]:
    """What of it is not there yet."""
    if not asked:
        return ()
    row = db.execute(select(referral.c.custom, *(referral.c[n] for n in DEMANDED)).where(referral.c.id == now.id))
    stood: dict[str, Any] = dict(row.mappings().one())
    papers = _papers(db, now) if any(what.startswith(PAPER) for what in asked) else set()
    there = {f"{PAPER}{kind}" for kind in papers} | {f"custom.{key}" for key in stood["custom"]}
    there |= {name for name in DEMANDED if stood[name]}
    return tuple(what for what in asked if what not in there)


def lacking_of(db: Connection, flow: Workflow, now: Current) -> dict[str, tuple[str, ...]]:
    """The same for every step that insists on something here, by its name; nothing is asked where none does."""
    asked = {each.step: asked_at(flow, now, STEPS[each.step]) for each in flow.demands if each.step in STEPS}
    lacks = set(lacking(db, now, {what for wanted in asked.values() for what in wanted}))
    return {name: tuple(what for what in wanted if what in lacks) for name, wanted in asked.items()}


def missing(flow: Workflow, wanted: Sequence[str], given: Mapping[str, Any]) -> dict[str, str]:
    """A sentence for each that was not filled in along with the step."""
    words = demandable(flow)
    return {what: _sentence(what, words.get(what, what)) for what in wanted if not given.get(what)}


def fill(db: Connection, actor: Any, now: Current, wanted: Sequence[str], given: Mapping[str, Any]) -> bool:
    """Write what was filled in, as a change of the request; whether anything was."""
    fills = {what: given[what] for what in wanted if given.get(what) and not what.startswith(PAPER)}
    return bool(fills) and rewrite(db, actor, now, fills)


def refuse_hidden(flow: Workflow, now: Current, step: Step) -> None:
    """A stage that the site does without is not entered; what stands there already goes on from it."""
    if is_hidden(flow, now, step):
        raise NotNow(f"This site works without the stage that “{step.label}” leads to. Choose another step.")


def is_hidden(flow: Workflow, now: Current, step: Step) -> bool:
    """Whether a step leads into a stage that the site does without."""
    return step.target not in {None, now.stage} and flow.hides(str(step.target), now.site_id)


def _applies(flow: Workflow, now: Current, what: str) -> bool:
    number = field_id(what)
    if number is None:
        return True
    field = flow.field(number)
    sites = (now.site_id, now.from_site_id)
    return bool(field and field.until_on is None and field.fits(now.direction, now.specialty, sites))


def _papers(db: Connection, now: Current) -> set[str]:
    c = document.c
    return set(db.execute(select(c.kind).where(c.referral_id == now.id, c.withdrawn_at.is_(None))).scalars())


def _sentence(what: str, words: str) -> str:
    if what.startswith(PAPER):
        return f"{words} has to be there first. Add it under Documents, then take this step."
    return f"{words} has to be known before this step. Fill it in."
