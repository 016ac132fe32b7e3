"""What is measured: our own path beside the least that the same work can cost, in turns, as medians."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.house import House
from bench.replay import Told, Watch, again
from core import work

Ask = Callable[[], object]
TRIES = 15


def alone() -> None:
    """Nothing is less than what is measured; and nothing has to be prepared."""


@dataclass(frozen=True, slots=True)
class Result:
    """Medians in milliseconds; `floor` and what follows from it are none where nothing is less than our own path."""

    name: str
    ours: float
    floor: float | None
    statements: int | None
    ratio_aim: float | None
    most_ms: float | None
    of: str

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.ours / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether every aim is; none where there is none."""
        told = [(self.ratio, self.ratio_aim), (self.ours, self.most_ms)]
        held = [value <= aim for value, aim in told if value is not None and aim is not None]
        return all(held) if held else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One line of the table: what we do, the least that the same can cost, and what is aimed at.

    `floor` of a question is, unless said otherwise, its own statements on the bare driver; where nothing is less than
    what we do it is alone. `ratio` and `most_ms` are the aims. `before` prepares each try of either and is not timed.
    What a try answers is what it is divided by, where `each` names of what it answers the number.
    """

    name: str
    ours: Ask
    floor: Ask | None = None
    ratio: float | None = None
    most_ms: float | None = None
    tries: int = TRIES
    each: str = ""
    before: Ask = alone
    flat: bool = False
    """It must stay as it is where history is many times as long."""
    by_wall: bool = False
    """Timed by the wall also on SQLite, because a disk or another process is waited for."""

    def run(self, house: House) -> Result:
        """In turns, so that what else the machine does falls on both."""
        told = self._told()
        clock = time.process_time if house.is_sqlite and not self.by_wall else time.perf_counter
        ours: list[float] = []
        floor: list[float] = []
        with work.reading() as db:
            cursor = db.connection.cursor()
            bare = self.floor or (lambda: again(cursor, told))
            for _ in range(self.tries):
                ours.append(self._timed(self.ours, clock))
                if bare is not alone:
                    floor.append(self._timed(bare, clock))
        least = statistics.median(floor) if floor else None
        count = len(told) if told else None
        return Result(self.name, statistics.median(ours), least, count, self.ratio, self.most_ms, self.each)

    def _told(self) -> Sequence[Told]:
        """The statements of a question, which can be asked again and again; they also warm what is kept in memory."""
        if self.floor is not None:
            return ()
        with Watch() as told:
            self.ours()
        return told

    def _timed(self, ask: Ask, clock: Callable[[], float]) -> float:
        self.before()
        begun = clock()
        done = ask()
        took = (clock() - begun) * 1000
        return took / float(done) if self.each and isinstance(done, int | float) and done else took


class Measures:
    """One kind of thing that is measured; `writes` where it changes the group, which is then done on a copy."""

    writes = False

    def of(self, house: House) -> Iterator[Measure]:
        """Each in turn; what it needs is prepared when its turn comes."""
        raise NotImplementedError
