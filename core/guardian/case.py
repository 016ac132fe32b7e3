"""One referral as its events told it so far: where it stands, which deadline runs, and how each one ended."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from core.audit import Kind
from core.referral import CLOSED, Stage
from core.referral.decide import ANEW

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

    def due(self, born: Born, stage: str, urgency: str, since: float) -> float:
        """The moment, or FAR where none runs."""


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
    begun: float
    stage: str = Stage.SENT
    since: float = 0.0
    urgency: str = "routine"
    owned: bool = True
    held: bool = False
    seen: bool = False
    void: bool = False
    last: float = 0.0
    visit: float = 0.0
    booked: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    closings: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether it is a case that can stall."""
        return self.stage not in PASSED

    def tell(self, told: Told, reckoning: Reckoning, learning: Learning) -> None:
        """Add one event."""
        self.last = told.at
        if told.kind in CREATED:
            self._begin(told, reckoning)
        elif told.kind == Kind.REFERRAL_ASSIGNED:
            self.owned = told.facts.get("owner") is not None
        elif "step" in told.facts:
            self._step(told, reckoning, learning)

    def running(self, at: float) -> Run | None:
        """The deadline that ran at that moment."""
        return next((run for run in reversed(self.runs) if run.since <= at < run.ended), None)

    def stalls(self, at: float) -> bool:
        """Whether within the horizon the deadline that ran then broke, or it ended without an attended visit."""
        run, until = self.running(at), at + HORIZON
        broken = run is not None and at < run.broken_at <= until
        return broken or any(at < closed_at <= until and not converted for closed_at, converted in self.closings)

    def _begin(self, told: Told, reckoning: Reckoning) -> None:
        self.since = self.born.received
        self.urgency = str(told.facts.get("urgency") or self.urgency)
        by_nobody = self.born.direction == "internal"
        self.owned = told.facts["owner"] is not None if "owner" in told.facts else not by_nobody
        self._run(told.at, self.born.received, reckoning)

    def _step(self, told: Told, reckoning: Reckoning, learning: Learning) -> None:
        before, to = self.stage, str(told.facts.get("to") or self.stage)
        self.urgency = str(told.facts.get("urgency") or self.urgency)
        if name := COUNTED.get(told.kind):
            self.counts[name] = self.counts.get(name, 0) + 1
        self.seen = self.seen or told.kind in SEEN
        self.held = told.kind == Kind.REFERRAL_HELD or (
            self.held and to == before and told.kind != Kind.REFERRAL_RESUMED
        )
        if told.starts_at is not None and to == Stage.BOOKED:
            self.visit, self.booked = told.starts_at, told.at
        if to != before:
            learning.left(self, before, (told.at - self.since) / DAY)
            self.stage, self.since = to, told.at
        if to != before or told.kind in ANEW or told.kind in COUNTED:
            self._end(told, learning, missed=to == Stage.MISSED)
            self._go_on(told, reckoning, learning, moved=to != before)

    def _end(self, told: Told, learning: Learning, *, missed: bool) -> None:
        if self.runs and self.runs[-1].ended == FAR:
            run = self.runs[-1]
            run.ended, run.missed = told.at, missed
            learning.ended(self, run)

    def _go_on(self, told: Told, reckoning: Reckoning, learning: Learning, *, moved: bool) -> None:
        if self.stage not in CLOSED:
            self._run(told.at, told.at, reckoning)
        elif moved:
            self.void = self.stage == Stage.ENTERED_IN_ERROR
            converted = self.seen or self.stage == Stage.COMPLETED
            self.closings.append((told.at, converted or self.void))
            learning.closed(self, converted=converted)

    def _run(self, known: float, since: float, reckoning: Reckoning) -> None:
        """Known from when it was recorded, counted from when it was received."""
        if self.held:
            due = FAR
        elif self.stage == Stage.BOOKED:
            due = self.visit
        else:
            due = reckoning.due(self.born, self.stage, self.urgency, since)
        self.runs.append(Run(self.stage, known, due))
