"""What to do next: first what follows from what stands out, then what simply waits; a sentence for each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.insight import METRICS, rate
from core.referral import Stage
from core.report.gathered import Figures
from core.report.notable import MOST, Finding

CALM = (
    "Nothing more than the usual: every figure lies within what chance alone explains beside the twelve months before."
)
YOUNG = "There is too little history to say what is usual here; it can be told from half a year on."
NOTHING = "Nothing is late and nothing waits for somebody. Keep going."


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that waits, how many of it, and the sentence for one and for several."""

    count: Callable[[Figures], int]
    one: str
    several: str


def _at(*stages: Stage) -> Callable[[Figures], int]:
    return lambda told: sum(told.waiting[stage].open for stage in stages if stage in told.waiting)


WAITING = (
    Waits(
        lambda told: sum(each.late for each in told.waiting.values()),
        "1 referral is late now. Take it first.",
        "{count:,} referrals are late now. Take these first.",
    ),
    Waits(
        lambda told: sum(each.unowned for each in told.waiting.values()),
        "1 open referral has no owner. Give it to somebody.",
        "{count:,} open referrals have no owner. Give each to somebody.",
    ),
    Waits(
        _at(Stage.ACCEPTED),
        "1 patient is accepted and not booked. Ring them.",
        "{count:,} patients are accepted and not booked. Ring them, the oldest first.",
    ),
    Waits(
        _at(Stage.MISSED, Stage.APPOINTMENT_CANCELLED),
        "1 patient missed or cancelled and has no new visit. Book again or close.",
        "{count:,} patients missed or cancelled and have no new visit. Book again or close.",
    ),
    Waits(
        _at(Stage.NEEDS_INFORMATION),
        "1 referral waits for information. Ask once more.",
        "{count:,} referrals wait for information. Ask once more.",
    ),
)


def stands_out(told: Figures, found: Iterable[Finding]) -> tuple[str, ...]:
    """The sentences of what stands out, or that nothing does."""
    sentences = tuple(one.sentence for one in found)
    if sentences:
        return sentences
    known = sum(1 for sums in told.by_month.values() if sums.received)
    return (CALM if known > 6 else YOUNG,)


def follow_up(told: Figures, found: Iterable[Finding]) -> tuple[str, ...]:
    """At most five, nothing twice."""
    waiting = [_said(one, count) for one in WAITING if (count := one.count(told))]
    several = dict.fromkeys([*waiting[:1], *(one.follow for one in found if one.follow), *waiting[1:]])
    return tuple(several)[:MOST] or (NOTHING,)


def in_short(told: Figures, place: str, month: str) -> tuple[str, ...]:
    """The first sentences of the mail: what came, and what became of it so far."""
    now = told.sums(told.month)
    if not now.received:
        return (f"No referral was received at {place} in {month}.",)
    rates = {code: rate(METRICS[code], now) for code in ("acknowledgement", "booking")}
    came = "1 referral" if now.received == 1 else f"{now.received:,} referrals"
    return (
        f"{came} received at {place} in {month}; {now.booked:,} booked and {now.attended:,} seen so far.",
        f"Acknowledged in time: {rates['acknowledgement'].words}.",
    )


def _said(one: Waits, count: int) -> str:
    return one.one if count == 1 else one.several.format(count=count)
