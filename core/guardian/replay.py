"""History once more from the beginning: what every open referral looked like week after week, and what became of it.

Whatever is seen at a moment was told until that moment; later events have not been read yet. That is why nothing can
leak from the future: see tests/guardian.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.guardian.case import CREATED, GRACE, HORIZON, Born, Case, Reckoning, Told
from core.guardian.facts import View, row
from core.guardian.usual import Key, Usual

WEEK = 7 * 86_400.0


@dataclass(slots=True)
class Look:
    """An open referral at a moment, in numbers. `stalled` is known once `settled` has come."""

    referral_id: int
    site_id: int
    stage: str
    at: float
    columns: list[float]
    age: float
    settled: float | None = None
    stalled: bool = False


class Replay:
    """Cases as events tell them, in order; looked at between two events."""

    def __init__(self, born: Mapping[int, Born], reckoning: Reckoning) -> None:
        self.born, self.reckoning = born, reckoning
        self.cases: dict[int, Case] = {}
        self.open: dict[int, Case] = {}
        self.usual = Usual()
        self.waiting: deque[Look] = deque()

    def tell(self, told: Told) -> None:
        """One event more; what did not begin within what is read is left out."""
        case = self.cases.get(told.referral_id)
        if case is None:
            if told.kind not in CREATED or told.referral_id not in self.born:
                return
            case = self.cases[told.referral_id] = Case.begun(self.born[told.referral_id], told, self.reckoning)
        case.tell(told, self.reckoning, self.usual)
        if case.open:
            self.open[told.referral_id] = case
        else:
            self.open.pop(told.referral_id, None)

    def views(self, at: float, wanted: Callable[[int, float], bool] = lambda *_: True) -> Iterator[View]:
        """Every open referral whose running deadline has not passed yet: the others have stalled already."""
        crowd = Counter[Key](("at", c.born.site_id, c.stage, c.born.direction) for c in self.open.values())
        self.usual.turn(crowd)
        for case in self.open.values():
            run = case.runs[-1]
            if run.due > at and wanted(case.born.id, at):
                yield View(case, run, at, self.usual, crowd)

    def settle(self, at: float) -> Iterator[Look]:
        """Looks whose horizon has passed, with what became of them."""
        while self.waiting and self.waiting[0].at + HORIZON + GRACE <= at:
            look = self.waiting.popleft()
            case = self.cases[look.referral_id]
            if not case.void:
                look.settled, look.stalled = at, case.stalls(look.at)
                yield look


@dataclass(frozen=True, slots=True)
class Weeks:
    """When history is looked at: once a week back from `until`. Before `whole` one in `one_in` referrals is enough."""

    since: float
    until: float
    whole: float
    one_in: int = 1

    def moments(self) -> list[float]:
        """The oldest first; `until` is not one of them."""
        return [self.until - WEEK * n for n in range(int((self.until - self.since) / WEEK), 0, -1)]

    def wants(self, referral_id: int, at: float) -> bool:
        """Another one each week, so that over time all are looked at."""
        return at >= self.whole or (referral_id + int(at / WEEK)) % self.one_in == 0


def weekly(replay: Replay, history: Iterable[Told], weeks: Weeks) -> Iterator[Look]:
    """Tell the history up to the end, looking at what is open week after week; looks whose end is known, in order."""
    moments = deque(weeks.moments())
    for told in history:
        while moments and told.at > moments[0]:
            yield from _look(replay, moments.popleft(), weeks)
        if told.at <= weeks.until:
            replay.tell(told)
    while moments:
        yield from _look(replay, moments.popleft(), weeks)
    yield from replay.settle(weeks.until)


def _look(replay: Replay, at: float, weeks: Weeks) -> Iterator[Look]:
    yield from replay.settle(at)
    replay.waiting.extend(seen(view) for view in replay.views(at, weeks.wants))


def seen(view: View) -> Look:
    """In numbers."""
    born = view.case.born
    return Look(born.id, born.site_id, view.case.stage, view.at, row(view), view.age)
