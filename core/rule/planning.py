"""What the rules make of one event, before anything is written: what they ask for, and why each did or did not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core import clock
from core.audit import Kind
from core.message import Outgoing, Said, topic_of
from core.rule.actions import Outcome, Vanished, planned
from core.rule.engine import Effect, Judgement, judge
from core.rule.facts import Case, Happened, Known
from core.rule.model import Rule
from core.rule.stored import Enabled
from core.rule.timing import Base
from core.rule.waiting import Planting, Uprooting

DEEPEST = 5
"""So many rules may follow from one another; then the chain stops and says so."""


Only = frozenset[tuple[str, int]] | None
"""Actions that failed before, by their rules and places; None for all of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a rule asks for: by which of its actions, and what is to be written."""

    rule: Rule
    do: str
    outcome: Outcome
    place: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """An action of a rule that could not be planned or written, by no fault of what it asks for: it is tried again."""

    rule: Rule
    place: int
    error: Exception


FAILED = "It could not be done, and is tried again."
"""What is noted of it beside the rule."""


@dataclass(slots=True)
class Reaction:
    """An event, every rule that was judged for it, and what is to be written."""

    event: Happened
    depth: int = 0
    judged: list[Judgement] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    timers: list[Planting | Uprooting] = field(default_factory=list)
    vanished: list[tuple[str, str]] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    noted: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def stopped(self) -> list[Rule]:
        """The rules that would have gone on with a chain that is too long."""
        return [one.rule for one in self.judged if one.applies] if self.depth >= DEEPEST else []

    def note(self, rule: str, do: str, what: str = "") -> None:
        """Keep what came of an action; nothing to say means that it was done."""
        self.noted.setdefault(rule, []).append((do, what))

    def fail(self, rule: Rule, place: int, error: Exception) -> None:
        """Keep that an action failed; everything else goes on."""
        self.failed.append(Failed(rule, place, error))
        self.note(rule.name, rule.actions[place]["do"], FAILED)


def plan(rules: Enabled, known: Known, happened: Happened, depth: int = 0, only: Only = None) -> Reaction:
    """What the rules ask for after an event, or what those actions ask for that failed before.

    What a rule cannot do any more spoils that rule alone, and an action that fails spoils nothing but itself.
    """
    reaction = Reaction(happened, depth)
    if not rules.hears(happened.kind):
        return reaction
    case = known.case(happened)
    reaction.timers += _waits(rules, known, case) if only is None else ()
    if not (happened.kind == Kind.RULE_DUE and _overtaken(known, reaction)):
        site_id = happened.about.site_id
        reaction.judged = judge(rules.waiting_for(happened.kind), happened.kind, case.facts, site_id)
    if only is not None:
        again = {name for name, _ in only}
        reaction.judged = [judged for judged in reaction.judged if judged.rule.name in again]
    for judged in reaction.judged:
        if judged.applies and depth >= DEEPEST:
            reaction.note(judged.rule.name, "stop", f"Stopped: {DEEPEST} rules had followed from one another.")
        elif judged.applies:
            _act(case, judged.rule, reaction, only)
    return reaction


def _act(case: Case, rule: Rule, reaction: Reaction, only: Only) -> None:
    asked: list[Asked] = []
    for place, action in enumerate(rule.actions):
        if only is not None and (rule.name, place) not in only:
            continue
        try:
            asked += [Asked(rule, action["do"], outcome, place) for outcome in planned(case, Effect(rule, action))]
        except Vanished as sentence:
            reaction.vanished.append((rule.name, str(sentence)))
            reaction.note(rule.name, "vanished", str(sentence))
            return
        except Exception as error:
            reaction.fail(rule, place, error)
    reaction.asked += asked
    for one in asked:
        _note(case, one.outcome)


def _note(case: Case, outcome: Outcome) -> None:
    """What is asked for is known to whatever is asked for next."""
    if not isinstance(outcome, Outgoing) or outcome.event_id is None or not (topic := topic_of(outcome.template)):
        return
    state = "withheld" if outcome.withheld else "waiting"
    said = Said(outcome.key, outcome.event_id, outcome.template, state, clock.now(), case.told)
    case.threads.note((outcome.about.subject_id, outcome.audience, topic), said, outcome.overtakes)


def _waits(rules: Enabled, known: Known, case: Case) -> Sequence[Planting | Uprooting]:
    """The times that begin or end with this event."""
    found: list[Planting | Uprooting] = []
    about, kind = case.event.about, case.event.kind
    if about.subject != "referral" or about.site_id is None:
        return found
    for rule in rules.timed:
        anchor = rule.timing.anchor if rule.timing else None
        if anchor is None or not rule.acts_at(about.site_id) or not known.may_apply(rule, about):
            continue
        if kind in anchor.set_by and (at := _moment(known, case, anchor.base)):
            due_at = known.comes_at(rule, about, at)
            found.append(Planting(rule.name, about.subject_id, at, due_at))
            known.anchors[rule.name, about.subject_id] = at
        elif kind in anchor.undone_by:
            found.append(Uprooting(rule.name, about.subject_id))
            known.anchors.pop((rule.name, about.subject_id), None)
    return found


def _moment(known: Known, case: Case, base: Base) -> Any:
    """What the time is counted from."""
    if base is Base.VISIT:
        return case.visit.starts_at if case.visit else None
    row = known.rows.get(case.event.about.subject_id)
    return row.received_at if base is Base.RECEIVED and row else case.event.occurred_at


def _overtaken(known: Known, reaction: Reaction) -> bool:
    """Whether what a time was counted from was moved or undone meanwhile, or has passed where it was to come before."""
    happened, facts = reaction.event, reaction.event.facts
    name, at = str(facts.get("rule")), str(facts.get("anchor_at"))
    standing = known.anchors.get((name, happened.about.subject_id))
    if standing is None or standing.isoformat() != at:
        return True
    return bool(facts.get("before")) and standing <= clock.now()
