"""One referral as its events told it so far: where it stands, which deadline runs, and how each one ended."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from core.audit import Kind
from core.referral import CLOSED, STEPS, Stage
from core.referral.run import Course, Happened, begun
from core.referral.run import Run as Clock

DAY = 86_400.0
HORIZON = 28 * DAY
"""So far ahead a stall is foreseen."""
GRACE = 2 * DAY
"""So late may it be said what came of a visit on the horizon's last day."""
FAR = math.inf
PASSED = frozenset({Stage.CANCEL_REQUESTED, Stage.DRAFT, *CLOSED})
"""Where nothing can stall any more, or nothing has begun."""
SEEN = {Kind.REFERRAL_ATTENDED, Kind.REFERRAL_VISIT_NOTED, Kind.REFERRAL_REPORTED}
CREATED = {Kind.REFERRAL_RECEIVED, Kind.REFERRAL_SENT}
TOUCHED = {Kind.REFERRAL_NOTED, Kind.REFERRAL_CHANGED, Kind.REFERRAL_ASSIGNED, *CREATED}
"""What somebody did besides taking a step."""
STEPPED = frozenset({step.kind for step in STEPS.values()})
"""Steps of the lifecycle: what Baton itself tells of a clock or a flag is no step and touches nothing."""
COUNTED: dict[str, str] = {
    Kind.REFERRAL_INFORMATION_ASKED: "asked",
    Kind.REFERRAL_MISSED: "missed",
    Kind.REFERRAL_REBOOKED: "moved",
    Kind.REFERRAL_APPOINTMENT_CANCELLED: "moved",
    Kind.REFERRAL_HELD: "holds",
}
"""What is counted on the way, and as what."""


class Told(NamedTuple):
    """An event of a referral; moments are seconds since 1970. `starts_at` is that of the visit it is about."""

    at: float
    referral_id: int
    kind: str
    facts: Mapping[str, Any]
    starts_at: float | None = None


@dataclass(frozen=True, slots=True)
class Born:
    """What of a referral stands from its first day and never changes."""

    id: int
    site_id: int
    direction: str
    specialty: str
    source: str
    referrer: int | None
    recipient: int | None
    received: float


@dataclass(slots=True)
class Run:
    """A deadline while it ran. A booked visit breaks it only by being missed."""

    stage: str
    since: float
    due: float
    ended: float = FAR
    missed: bool = False

    @property
    def broken_at(self) -> float:
        """When it broke, as far as is known; never while nothing is said of a visit."""
        if self.stage == Stage.BOOKED:
            return self.due if self.missed else FAR
        return self.due if self.due < self.ended else FAR


class Reckoning(Protocol):
    """Whoever knows when a deadline breaks."""

    def due(self, born: Born, urgency: str, clock: Clock) -> float:
        """The moment, or FAR where none runs or it stands still."""


class Learning(Protocol):
    """Whoever keeps what is usual."""

    def left(self, case: "Case", stage: str, days: float) -> None:
        """A stage was left after so many days."""

    def ended(self, case: "Case", run: Run) -> None:
        """A deadline was kept or not."""

    def closed(self, case: "Case", *, converted: bool) -> None:
        """The referral was closed."""


@dataclass(slots=True)
class Case:
    """The state that the events of one referral add up to."""

    born: Born
    course: Course
    since: float
    last: float
    urgency: str = "routine"
    owned: bool = True
    seen: bool = False
    void: bool = False
    visit: float = 0.0
    booked: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    closings: list[tuple[float, bool]] = field(default_factory=list)

    @classmethod
    def begun(cls, born: Born, told: Told, reckoning: Reckoning) -> "Case":
        """Known from when it was recorded, its clock counted from when it was received."""
        case = cls(born, begun(_moment(born.received)), born.received, told.at)
        case.urgency = str(told.facts.get("urgency") or case.urgency)
        case.owned = bool(told.facts.get("owned", born.direction != "internal"))
        case._run(told.at, reckoning)
        return case

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return self.course.stage

    @property
    def held(self) -> bool:
        """Whether it is on hold."""
        return self.course.held

    @property
    def open(self) -> bool:
        """Whether it is a case that can stall."""
        return self.stage not in PASSED

    def tell(self, told: Told, reckoning: Reckoning, learning: Learning) -> None:
        """Add one event."""
        if told.kind in TOUCHED or told.kind in STEPPED:
            self.last = told.at
        if told.kind == Kind.REFERRAL_ASSIGNED:
            self.owned = told.facts.get("owner") is not None
        elif told.kind in STEPPED and told.facts.get("to") in set(Stage):
            self._step(told, reckoning, learning)

    def running(self, at: float) -> Run | None:
        """The deadline that ran at that moment."""
        return next((run for run in reversed(self.runs) if run.since <= at < run.ended), None)

    def stalls(self, at: float) -> bool:
        """Whether within the horizon the deadline that ran then broke, or it ended without an attended visit."""
        run, until = self.running(at), at + HORIZON
        broken = run is not None and at < run.broken_at <= until
        return broken or any(at < closed_at <= until and not converted for closed_at, converted in self.closings)

    def _step(self, told: Told, reckoning: Reckoning, learning: Learning) -> None:
        before, urgency = self.course, self.urgency
        self.urgency = str(told.facts.get("urgency") or urgency)
        self.course = before.after(Happened(told.kind, _moment(told.at), {"to": told.facts["to"]}))
        if name := COUNTED.get(told.kind):
            self.counts[name] = self.counts.get(name, 0) + 1
        self.seen = self.seen or told.kind in SEEN
        if told.starts_at is not None and self.stage is Stage.BOOKED:
            self.visit, self.booked = told.starts_at, told.at
        moved = self.stage is not before.stage
        if moved:
            learning.left(self, before.stage, (told.at - self.since) / DAY)
            self.since = told.at
        if self.course.run is not before.run:
            self._end(told.at, learning, paused=self.held is not before.held and not moved)
            self._go_on(told.at, reckoning, learning, moved=moved)

    def _end(self, at: float, learning: Learning, *, paused: bool) -> None:
        if self.runs and self.runs[-1].ended == FAR:
            run = self.runs[-1]
            run.ended, run.missed = at, self.stage is Stage.MISSED
            if not paused:
                learning.ended(self, run)

    def _go_on(self, at: float, reckoning: Reckoning, learning: Learning, *, moved: bool) -> None:
        if self.stage not in CLOSED:
            self._run(at, reckoning)
        elif moved:
            self.void = self.stage is Stage.ENTERED_IN_ERROR
            converted = self.seen or self.stage is Stage.COMPLETED
            self.closings.append((at, converted or self.void))
            learning.closed(self, converted=converted)

    def _run(self, known: float, reckoning: Reckoning) -> None:
        booked = self.stage is Stage.BOOKED and not self.held
        due = self.visit if booked else reckoning.due(self.born, self.urgency, self.course.run)
        self.runs.append(Run(self.stage, known, due))


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
