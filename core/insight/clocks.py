"""How the clocks of a referral ended, told from its events: in time, late, or not at all because the step fell away."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.audit import Kind
from core.referral.run import ANEW, WAITING, Happened
from core.referral.stage import STAGES, Stage
from core.sla import What

WITHDRAWN = frozenset({"ask_cancel", "lose", "correct"})
"""Steps after which nobody has to take the step any more that was due."""
CONFIRMS = "confirm_cancel"
"""The one step by which a cancellation is what was due; else the reason of some step ended the referral."""
TOLD: dict[str, bool] = {Kind.REFERRAL_BREACHED: True, Kind.REFERRAL_IN_TIME: False}
"""What is said of whether it is late; taken back where a deadline, or hours, were set otherwise."""
DONE_AGAIN = frozenset({Kind.REFERRAL_WAIT_REVIEWED})
"""What was due was done, although the referral stays where it is."""
DEADLINES: dict[str, str] = {stage: facts.deadline for stage, facts in STAGES.items()}
TIMED = frozenset(What)


@dataclass(slots=True, eq=False)
class Run:
    """What is due: late as soon as the jobs process told so, or where the step itself says so because nobody had told;
    done once somebody took it."""

    what: str
    late: bool = False
    done: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is told already how it ended."""
        return self.what in TIMED and (self.late or self.done)


@dataclass(slots=True)
class Clocks:
    """Every run of the clock so far, the last of them running."""

    runs: list[Run] = field(default_factory=lambda: [_begun(Stage.SENT)])
    _at: str = Stage.SENT
    _aside: Run | None = None

    @property
    def met(self) -> int:
        """How many steps were taken in time."""
        return sum(run.counts and not run.late for run in self.runs)

    @property
    def late(self) -> int:
        """How many were not."""
        return sum(run.counts and run.late for run in self.runs)

    @property
    def acknowledged(self) -> bool | None:
        """Whether it was acknowledged in time; None while that is neither done nor late."""
        told = [run.late for run in self.runs if run.what == What.ACKNOWLEDGE and run.counts]
        return not any(told) if told else None

    def hear(self, each: Happened) -> None:
        """Go on by one event."""
        if each.kind in TOLD:
            self.runs[-1].late = TOLD[each.kind]
        elif "to" in each.facts:
            to = each.facts["to"]
            if to != self._at or each.kind in ANEW:
                self.runs[-1].late |= bool(each.facts.get("late"))
            if to != self._at:
                self._move(to, each)
            elif each.kind in ANEW:
                self.runs[-1].done = each.kind in DONE_AGAIN
                self.runs.append(_begun(to))

    def _move(self, to: str, by: Happened) -> None:
        """While information is awaited, the decision stands aside, and goes on with the answer."""
        run, before = self.runs[-1], self._aside
        self._at, self._aside = to, None
        if to in WAITING and run.what == What.DECIDE:
            self._aside = run
        else:
            run.done = not _fell_away(by)
        if before and before.what == DEADLINES[to]:
            self.runs.remove(before)
        elif before:
            before.done = not _fell_away(by)
            before = None
        self.runs.append(before or _begun(to))


def _fell_away(by: Happened) -> bool:
    step = by.facts.get("step")
    return step in WITHDRAWN or (by.kind == Kind.REFERRAL_CANCELLED and step != CONFIRMS)


def _begun(stage: str) -> Run:
    return Run(DEADLINES[stage])


def clocks(past: Iterable[Happened]) -> Clocks:
    """How they ended, of what happened to a referral in order. Paused time is no part of a deadline, nor of these."""
    told = Clocks()
    for each in past:
        told.hear(each)
    return told
