"""How the clock of a referral has run, folded from what happened to it: one run for each thing that became due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from core.audit import Kind
from core.referral.current import Current
from core.referral.lifecycle import STEPS
from core.referral.stage import STAGES, Stage
from core.sla import How, Span, State
from data.tables import event

ANEW = frozenset({
    Kind.REFERRAL_URGENCY_SET, Kind.REFERRAL_WAIT_REVIEWED, Kind.REFERRAL_VISIT_NOTED, Kind.REFERRAL_REBOOKED,
})  # fmt: skip
"""What starts a deadline again although the referral stays where it is."""
WAITING = frozenset({Stage.NEEDS_INFORMATION})
"""Where others are waited for; what was due before goes on when they have answered."""
TOLD = {Kind.REFERRAL_AT_RISK: State.AT_RISK, Kind.REFERRAL_BREACHED: State.BREACHED}
KINDS = (*sorted({Kind.REFERRAL_RECEIVED, *(step.kind for step in STEPS.values())}), *TOLD, Kind.REFERRAL_IN_TIME)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as far as clocks go."""

    kind: str
    at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """What is due, how its clock ran so far, and what was already told of it; empty where nothing is due."""

    what: str
    spans: tuple[Span, ...]
    told: State = State.RUNNING

    def then(self, at: datetime, how: How) -> "Run":
        """The same from a moment on."""
        return replace(self, spans=(*self.spans, Span(at, how)))


@dataclass(frozen=True, slots=True)
class Course:
    """Where a referral stands and the run of its clock; `aside` is the run that goes on when others have answered."""

    stage: Stage
    run: Run
    aside: Run | None = None
    held: bool = False

    def after(self, happened: Happened) -> "Course":
        """The same after an event."""
        if happened.kind in TOLD:
            return replace(self, run=replace(self.run, told=TOLD[Kind(happened.kind)]))
        if happened.kind == Kind.REFERRAL_IN_TIME:
            return replace(self, run=replace(self.run, told=State(happened.facts["clock"])))
        if "to" not in happened.facts:
            return self
        to = Stage(happened.facts["to"])
        return self._moved(to, happened.at) if to is not self.stage else self._stayed(happened)

    def _moved(self, to: Stage, at: datetime) -> "Course":
        """Whatever moves a referral on takes it off hold."""
        if to in WAITING:
            return Course(to, fresh(to, at), aside=self.run.then(at, How.WAITING))
        if self.aside and self.aside.what == STAGES[to].deadline:
            return Course(to, self.aside.then(at, How.RUNNING))
        return Course(to, fresh(to, at))

    def _stayed(self, happened: Happened) -> "Course":
        if happened.kind == Kind.REFERRAL_HELD:
            return replace(self, run=self.run.then(happened.at, How.HELD), held=True)
        if happened.kind == Kind.REFERRAL_RESUMED:
            return replace(self, run=self.run.then(happened.at, How.RUNNING), held=False)
        if happened.kind in ANEW:
            run = fresh(self.stage, happened.at)
            return replace(self, run=run.then(happened.at, How.HELD) if self.held else run)
        return self


def fresh(stage: Stage, at: datetime) -> Run:
    """The run that begins where a referral comes to a stage."""
    return Run(STAGES[stage].deadline, (Span(at),))


def begun(received_at: datetime) -> Course:
    """Every referral begins as one that was sent, from when it was received."""
    return Course(Stage.SENT, fresh(Stage.SENT, received_at))


def bare(now: Current) -> Course:
    """As far as the referral itself says it."""
    run = fresh(now.stage, now.since_at)
    return Course(now.stage, run.then(now.since_at, How.HELD) if now.held else run, held=now.held)


def course(now: Current, past: Iterable[Happened]) -> Course:
    """As its history tells it, unless that does not lead to where the referral stands."""
    told = begun(now.received_at)
    for happened in past:
        told = told.after(happened)
    return told if (told.stage, told.held) == (now.stage, now.held) else bare(now)


def histories(db: Connection, ids: Iterable[int]) -> dict[int, list[Happened]]:
    """What happened to the clocks of referrals, in order, with one statement."""
    c = event.c
    about = c.subject == "referral", c.subject_id.in_(list(ids)), c.kind.in_(KINDS)
    found: dict[int, list[Happened]] = {}
    for row in db.execute(select(c.subject_id, c.kind, c.occurred_at, c.facts).where(*about).order_by(c.id)):
        found.setdefault(row.subject_id, []).append(Happened(row.kind, row.occurred_at, row.facts))
    return found
