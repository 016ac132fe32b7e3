"""Lanes: each carries messages over a connection of its own, so that one that hangs is left standing and others go on.

A lane that has been silent for a moment no longer counts, and another takes its place; mails to the domain that holds
it up, and to domains that lately broke off, rest meanwhile.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from core import clock, heartbeat, log, message
from core.carrier import Allowance, Out
from core.connectors import Carrier, Doubtful, Undeliverable
from core.errors import Refusal
from core.message import Claimed, Result
from jobs._runner import stopping

SILENT_S = 1.5
"""After which a lane counts as held up."""
MORE_AFTER_S = 4.0
"""A carrier that still has work after so long gets one connection more, up to its most."""
HELD_UP_MOST = 12
"""So many lanes of one carrier may be held up at once; then it waits for one of them."""
TURN_S = 0.05
AGAIN_S, DOWN_S = 1.0, 5.0
"""How soon within a round a carrier is asked again, and one that could not be reached."""
RESTS = timedelta(seconds=2)
LONGEST_REST = timedelta(minutes=5)
CLOSED = Result("waiting", "Nothing can leave at the moment.")


@dataclass
class Rests:
    """Domains that are left alone for a while: twice as long after each failure, forgotten with the first success."""

    until: dict[str, datetime] = field(default_factory=dict)
    last: dict[str, timedelta] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, domain: str) -> None:
        """It broke off, or kept silent."""
        with self.guard:
            self.last[domain] = min(2 * self.last.get(domain, RESTS / 2), LONGEST_REST)
            self.until[domain] = clock.now() + self.last[domain]

    def end(self, domain: str) -> None:
        """It took a letter."""
        if domain in self.last:
            with self.guard:
                self.last.pop(domain, None)
                self.until.pop(domain, None)

    def now(self) -> set[str]:
        """Those that rest."""
        now = clock.now()
        with self.guard:
            return {domain for domain, until in self.until.items() if until > now}


class Lane(threading.Thread):
    """Carries one batch after the other until nothing is due, nothing may leave, or nothing can."""

    def __init__(self, crew: "Crew", out: Out) -> None:
        super().__init__(name=f"deliver-{out.name}", daemon=True)
        self.crew, self.out = crew, out
        self.done = 0
        self.down = False
        self.carrying = ""
        """The domain, or whatever the address is, of the letter under way."""
        self.since = time.monotonic()

    @property
    def held_up(self) -> bool:
        """Whether the letter under way has taken too long to wait for."""
        return bool(self.carrying) and time.monotonic() - self.since > SILENT_S

    def run(self) -> None:
        """An error of ours ends the lane and is noted; what it held comes back when its lease ends."""
        try:
            with self.out.opened() as way:
                self._carry_all(way, self.out.allowed())
        except Exception as error:
            self.crew.failed(error)

    def _carry_all(self, way: Carrier, allowed: Allowance) -> None:
        while not stopping.is_set() and not self.down:
            resting = self.crew.resting()
            some = partial(message.claim, self.out.name, way.batch, way.lease, way.channel)
            batch = some(answered=way.can_be_answered, resting=resting, allowed=allowed)
            if batch:
                message.settle(self._carried(way, batch))
                self.done += len(batch)
            elif not 0 < allowed.pause_s <= 1 or stopping.wait(allowed.pause_s):
                return

    def _carried(self, way: Carrier, batch: Sequence[Claimed]) -> list[tuple[Claimed, Result]]:
        """How each went; once the way is closed the rest of the batch waits."""
        results = [(claimed, CLOSED if self.down else self._one(way, claimed)) for claimed in batch]
        try:
            way.keep()
        except Undeliverable as failure:
            self.down = True
            results = [(claimed, Result("waiting", str(failure))) for claimed in batch]
        for claimed, result in results:
            log.say(f"message {result.outcome}", message=claimed.id, attempt=claimed.attempt_id)
        return results

    def _one(self, way: Carrier, claimed: Claimed) -> Result:
        place = claimed.letter.to_address.rpartition("@")[2]
        try:
            result, rest = self._sent(way, claimed, place)
        finally:
            self.carrying = ""
        (self.crew.rests.begin if rest else self.crew.rests.end)(place)
        return result

    def _sent(self, way: Carrier, claimed: Claimed, place: str) -> tuple[Result, bool]:
        """An error of ours leaves open whether it left, so it counts as doubt and ends nothing."""
        try:
            way.ready()
            self.since, self.carrying = time.monotonic(), place
            ref = way.send(claimed.letter)
        except Undeliverable as failure:
            self.down = failure.down
            outcome = "dead" if failure.permanent else "waiting"
            return Result(outcome, str(failure), gone=failure.gone), failure.resting
        except Doubtful as doubt:
            return Result("in_doubt", str(doubt)), doubt.resting
        except Refusal as sentence:
            return Result("dead", str(sentence)), False
        except Exception as error:
            log.incident(error, message=claimed.id)
            return Result("waiting" if way.repeatable else "in_doubt", heartbeat.place(error)), False
        return Result("sent", ref=ref, confirm_in=self.out.confirm_in), False


class Crew:
    """The lanes of this process. They outlive a round: what hangs is looked at again in the next one."""

    def __init__(self) -> None:
        self.lanes: list[Lane] = []
        self.rests = Rests()
        self.error: Exception | None = None

    def resting(self) -> set[str]:
        """Domains that no lane should take on: those that rest, and those that hold one up just now."""
        return self.rests.now() | {lane.carrying for lane in self.lanes if lane.held_up}

    def failed(self, error: Exception) -> None:
        """A lane met an error of ours, which the round tells."""
        self.error = error

    def round(self, ways: Sequence[Out], at_most_s: float) -> int:
        """Carry until nothing is under way, or for so long; how many were carried by lanes that ended."""
        begun, done = time.monotonic(), 0
        not_before: dict[str, float] = {}
        while True:
            done += sum(self._ended(not_before))
            now = time.monotonic()
            for out in ways:
                if now >= not_before.get(out.name, 0) and self._wants_more(out, now - begun):
                    not_before[out.name] = now + AGAIN_S
                    self._start(out)
            if not self.lanes or now - begun > at_most_s or stopping.is_set():
                break
            self._wait()
        if self.error:
            error, self.error = self.error, None
            raise error
        return done

    def _ended(self, not_before: dict[str, float]) -> Iterator[int]:
        """How many each lane carried that has ended; a carrier that is down is left alone for a while."""
        for lane in [lane for lane in self.lanes if not lane.is_alive()]:
            self.lanes.remove(lane)
            if lane.down:
                not_before[lane.out.name] = time.monotonic() + DOWN_S
            yield lane.done

    def _wants_more(self, out: Out, busy_s: float) -> bool:
        """One lane that is not held up, and more where a long queue is being worked off."""
        mine = [lane for lane in self.lanes if lane.out.name == out.name]
        going = sum(not lane.held_up for lane in mine)
        if len(mine) - going >= HELD_UP_MOST:
            return False
        return not going or going < min(out.kind.lanes, 1 + int(busy_s / MORE_AFTER_S))

    def _start(self, out: Out) -> None:
        lane = Lane(self, out)
        self.lanes.append(lane)
        lane.start()

    def _wait(self) -> None:
        """Until a lane ends, a moment at most."""
        going = next((lane for lane in self.lanes if not lane.held_up), self.lanes[0])
        going.join(TURN_S)
