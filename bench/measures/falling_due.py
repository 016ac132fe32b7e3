"""The due pass: an idle look, and what fell due since the last one told with an event for each."""

from collections.abc import Iterator
from datetime import timedelta

from bench.house import JOB, House
from bench.measures.base import Measure, Measures, alone
from core import clock, referral
from core.referral.falling_due import _due
from core.work import reading

EVERY = timedelta(hours=3)
TRIES = 12


class FallingDue(Measures):
    """Hour after hour of the coming day; told for each hundred that fell due."""

    writes = True

    def of(self, house: House) -> Iterator[Measure]:
        """What is late already was told when the group was built."""
        with clock.telling(house.plan.now):
            referral.tell_due(JOB)
        yield Measure(name="due pass, nothing is due", ours=lambda: referral.tell_due(JOB), ratio=3)
        steps = iter([house.plan.now + EVERY * n for n in range(1, TRIES + 2)])
        with clock.telling(house.plan.now + timedelta(days=4)):
            yield Measure(name="what fell due in four days, looked up", ours=_look, ratio=2)
        yield Measure(
            name="due pass, every three hours",
            ours=lambda: _told(next(steps)),
            floor=alone,
            each="100 due",
            tries=TRIES,
        )


def _look() -> None:
    with reading() as db:
        db.execute(_due(clock.now())).all()


def _told(at: object) -> float:
    with clock.telling(at):  # type: ignore[arg-type]  # a moment
        return referral.tell_due(JOB) / 100
