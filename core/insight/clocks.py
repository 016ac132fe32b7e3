"""How the clocks of a referral ended, told from its events: in time, late, or not at all because the step fell away."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.audit import Kind
from core.referral.run import ANEW, WAITING, Happened
from core.referral.stage import STAGES, Stage
from core.sla import What

WITHDRAWN = frozenset({"ask_cancel", "lose", "correct"})
"""Steps after which nobody has to take the step any more that was due."""
DONE_AGAIN = frozenset({Kind.REFERRAL_WAIT_REVIEWED})
"""What was due was done, although the referral stays where it is."""
TIMED = frozenset(What)


@dataclass(slots=True)
class _Run:
    what: str
    late: bool = False


@dataclass(slots=True)
class Clocks:
    """How many steps were in time and how many late; `acknowledged` is None while that is neither done nor late."""

    met: int = 0
    late: int = 0
    acknowledged: bool | None = None
    _at: Stage = Stage.SENT
    _run: _Run = field(default_factory=lambda: _begun(Stage.SENT))
    _aside: _Run | None = None

    def hear(self, each: Happened) -> None:
        """Go on by one event. What the jobs process told to be late counts at once."""
        if each.kind == Kind.REFERRAL_BREACHED and not self._run.late:
            self._run.late = True
            self._count(self._run.what, in_time=False)
        elif "to" in each.facts:
            to = Stage(each.facts["to"])
            if to is not self._at:
                self._move(to, each)
            elif each.kind in ANEW:
                self._begin_again(each)

    def _move(self, to: Stage, by: Happened) -> None:
        """While information is awaited, the decision stands aside, and goes on with the answer."""
        before = self._aside
        if to in WAITING and self._run.what == What.DECIDE:
            self._aside = self._run
        else:
            self._end(self._run, by)
            self._aside = None
        goes_on = before is not None and before.what == STAGES[to].deadline
        if before and not goes_on:
            self._end(before, by)
        self._run, self._at = before if before and goes_on else _begun(to), to

    def _begin_again(self, by: Happened) -> None:
        if by.kind in DONE_AGAIN:
            self._end(self._run, by)
        self._run = _begun(self._at)

    def _end(self, run: _Run, by: Happened) -> None:
        if run.what in TIMED and not run.late and by.facts.get("step") not in WITHDRAWN:
            self._count(run.what, in_time=True)

    def _count(self, what: str, *, in_time: bool) -> None:
        self.met += in_time
        self.late += not in_time
        if what == What.ACKNOWLEDGE and self.acknowledged is not False:
            self.acknowledged = in_time


def _begun(stage: Stage) -> _Run:
    return _Run(STAGES[stage].deadline)


def clocks(past: Iterable[Happened]) -> Clocks:
    """How they ended, of what happened to a referral in order. Paused time is no part of a deadline, nor of these."""
    told = Clocks()
    for each in past:
        told.hear(each)
    return told
