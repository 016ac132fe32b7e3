"""Whom to call this week, and why: a table of reasons, each with its threshold, each said in numbers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.directory import Standing
from core.insight.figures import FIGURES, HALF
from core.insight.metrics import LEAST, METRICS, rate
from core.insight.providers import Scorecard, Scored
from core.insight.told import Told

THIRD = 1 / 3
QUARTER = 1 / 4
KNOWN_BEFORE = 6
"""With fewer referrals in the twelve months before, a fall says nothing."""
TWICE, FORTNIGHT = 2, 14
NEW = 3
"""Whoever has sent no more than these, and none before, is new."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why to call. `rule` says when it holds, `says` what it is in numbers, empty where it does not hold; `owed` holds
    for practices that are suspended, too."""

    code: str
    label: str
    rule: str
    says: Callable[[Scored, Scorecard], str]
    owed: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A practice to call, with every reason that holds: what it is called, and its sentence."""

    scored: Scored
    reasons: tuple[tuple[Reason, str], ...]


def calls(card: Scorecard) -> list[Call]:
    """The most pressing reason first, then whoever has most to do with us; those that have closed are not called."""
    found = [Call(one, tuple(reasons(one, card))) for one in card.rows if not _has_closed(one)]
    order = {reason.code: place for place, reason in enumerate(REASONS)}
    return sorted(
        (call for call in found if call.reasons),
        key=lambda call: (order[call.reasons[0][0].code], -_volume(call.scored), call.scored.practice.name),
    )


def reasons(one: Scored, card: Scorecard) -> Iterator[tuple[Reason, str]]:
    """Each that holds for one practice, with its sentence."""
    suspended = one.practice.standing is Standing.SUSPENDED
    for reason in REASONS:
        if (reason.owed or not suspended) and (sentence := reason.says(one, card)):
            yield reason, sentence


def _has_closed(one: Scored) -> bool:
    on = one.practice.closed_on
    return on is not None and on <= one.engagement.today


def _volume(one: Scored) -> int:
    kept = one.engagement
    return max(kept.now, kept.before or 0) + one.outbound.sums.received


def _lapsed(one: Scored, _: Scorecard) -> str:
    kept = one.engagement
    if not (kept.lapsed and kept.gap):
        return ""
    return f"Nothing for {days(kept.silence or 0)}; usually something every {days(kept.gap.days)}."


def _fell(one: Scored, _: Scorecard) -> str:
    kept = one.engagement
    if kept.before is None or kept.before < KNOWN_BEFORE or (kept.change or 0) > -THIRD:
        return ""
    return f"{referrals(kept.now)} in twelve months, {kept.before:,} in the twelve before."


def _reports(one: Scored, _: Scorecard) -> str:
    seen, back = one.outbound.sums.attended, one.outbound.sums.looped
    if seen < LEAST or back > seen * HALF:
        return ""
    return (
        f"They saw {seen:,} of our patients; {back or 'no'} {'report has' if back == 1 else 'reports have'} come back."
    )


def _declined(one: Scored, _: Scorecard) -> str:
    return _turned_down(one.outbound, "They turned down {} of the {} they decided.")


def _slow(one: Scored, card: Scorecard) -> str:
    wait = FIGURES["days_booked"]
    theirs, usual = wait.value(one.outbound), wait.value(card.outbound).amount
    if theirs.amount is None or usual is None:
        return ""
    if theirs.amount < TWICE * usual or theirs.amount - usual < FORTNIGHT:
        return ""
    return (
        f"A booking there takes {days(int(theirs.amount))}, half of {theirs.n:,} longer; {days(int(usual))} elsewhere."
    )


def _unseen(one: Scored, _: Scorecard) -> str:
    missed = rate(METRICS["no_show"], one.inbound.sums)
    if missed.share is None or missed.share < QUARTER:
        return ""
    return f"{missed.n:,} of {missed.of:,} visits of patients they sent were missed."


def _late(one: Scored, _: Scorecard) -> str:
    told = one.inbound.sums
    late = told.acknowledgements_due - told.acknowledged_in_time
    if told.acknowledgements_due < LEAST or late < told.acknowledgements_due * HALF:
        return ""
    return f"We answered {late:,} of their {told.acknowledgements_due:,} late."


def _refused(one: Scored, _: Scorecard) -> str:
    return _turned_down(one.inbound, "We turned down {} of the {} of theirs that we decided.")


def _new(one: Scored, _: Scorecard) -> str:
    kept = one.engagement
    sent = kept.now + kept.this_month
    if kept.before != 0 or not kept.this_month or sent > NEW:
        return ""
    return f"{referrals(sent)} lately, and none in the year before."


def _turned_down(told: Told, sentence: str) -> str:
    decided = told.sums.accepted + told.sums.turned_down
    if decided < LEAST or told.sums.turned_down < decided * THIRD:
        return ""
    return sentence.format(f"{told.sums.turned_down:,}", f"{decided:,}")


def days(n: int) -> str:
    """1 day, 12 days."""
    return "1 day" if n == 1 else f"{n:,} days"


def referrals(n: int) -> str:
    """No referral, 1 referral, 12 referrals."""
    return {0: "No referral", 1: "1 referral"}.get(n, f"{n:,} referrals")


ENOUGH = f"of {LEAST} or more"
REASONS = (
    Reason("lapsed", "Lapsed", "Silent for more than twice its own usual gap, and for more than a fortnight.", _lapsed),
    Reason(
        "fell",
        "Fell by a third",
        f"Two thirds or less of the twelve months before, where those had {KNOWN_BEFORE} or more.",
        _fell,
    ),
    Reason(
        "reports",
        "Reports outstanding",
        f"At most half as many reports as patients they saw, {ENOUGH}.",
        _reports,
        owed=True,
    ),
    Reason("declined", "Turns many down", f"A third or more of what they decided, {ENOUGH}.", _declined),
    Reason("slow", "Long waits", f"Twice the usual days to a booking, and a fortnight more, {ENOUGH}.", _slow),
    Reason("late", "Answered late", f"Half or more of theirs were acknowledged late, {ENOUGH}.", _late),
    Reason("refused", "We turn many down", f"A third or more of theirs that we decided, {ENOUGH}.", _refused),
    Reason("missed", "Visits missed", f"A quarter or more of the visits of patients they sent, {ENOUGH}.", _unseen),
    Reason("new", "New", f"Up to {NEW} referrals by now, the last this month, none in the year before.", _new),
)
"""Every reason to call, the most pressing first."""
