"""What stands out in a month, and what to do about it: only what chance alone would hardly bring about, in sentences.

A share is held against the twelve months before by a pooled z, a count against their mean as rare events come, a wait
by how many of the new ones lie above the old middle. Each is looked at in the latest month that can be told already.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from core import months
from core.insight import LEAD_TIMES, LEAST, METRICS, Rate, Sums, rate
from core.report.content import days
from core.report.gathered import YEAR, Figures

CHANCE = 2.6
"""Standard deviations: once in a hundred times by chance."""
MANY_CHANCE = 3.3
"""The same where many things are looked at at once, such as practices or sites: once in a thousand."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands out, by how much, and what follows from it, if anything."""

    strength: float
    sentence: str
    follow: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """A rate that is watched, what it is called in a sentence, and what to do where it got worse."""

    metric: str
    called: str
    follow: str


WATCHED = (
    Watched(
        "acknowledgement", "acknowledged in time",
        "Look at who acknowledges new referrals each morning, and who stands in.",
    ),
    Watched("acceptance", "accepted", "Read the reasons for declining, and tell those who refer what is needed."),
    Watched("booking", "booked", "Ring those accepted and not booked, the oldest first, and ask what keeps them."),
    Watched("attendance", "seen", "Look at how long patients wait for their visit, and remind them before it."),
    Watched("completion", "completed", "Go through those in treatment and close what is done."),
    Watched("closed_loop", "reported back", "Ask the practices that owe a report; open outbound referrals name them."),
    Watched("no_show", "missed without notice", "Confirm visits by telephone two days before, first ones above all."),
    Watched("sla", "in time", "Look at the steps that were late most often, and at the deadline set for them."),
    Watched("lost", "closed without contact", "Try another channel and time of day before closing without contact."),
)  # fmt: skip
WAITS = {"acknowledged": "acknowledgement", "booked": "booking", "attended": "attendance"}
"""The rate that says from when on a wait can be told."""


def findings(told: Figures) -> list[Finding]:
    """What stands out, the strongest first."""
    found = [*_volume(told), *_rates(told), *_waits(told), *_practices(told), *_sites(told)]
    return sorted(found, key=lambda one: -one.strength)[:MOST]


def _volume(told: Figures) -> Iterator[Finding]:
    now, before = told.sums(told.month).received, told.sums(months.moved(told.month, -1), YEAR).received
    mean, known = before / YEAR, sum(1 for month in _before(told.month) if told.sums(month).received)
    if known < YEAR // 2 or max(now, mean) < LEAST:
        return
    strength = surprise(now, mean, YEAR)
    if abs(strength) >= CHANCE:
        more = f"{now:,} referrals were received, {'more' if now > mean else 'fewer'} than usual"
        follow = (
            "See whether the people who handle referrals still have the time for them."
            if now > mean
            else "See which practices and sources referred less; the table at the end has them."
        )
        yield Finding(abs(strength), f"{more}: the twelve months before had {mean:,.0f} a month.", follow)


@dataclass(frozen=True, slots=True)
class Held:
    """A rate of the latest month that can be told, held against the twelve months before it."""

    watched: Watched
    month: int
    now: Rate
    before: Rate

    @property
    def strength(self) -> float:
        """How far the two lie apart."""
        return apart(self.now, self.before)

    @property
    def stands_out(self) -> bool:
        """Whether that is more than chance brings about."""
        return abs(self.strength) >= CHANCE


def held(told: Figures) -> list[Held]:
    """Every rate that is watched."""
    found = []
    for one in WATCHED:
        metric = METRICS[one.metric]
        month = told.ripe(metric.ripe)
        before = told.sums(months.moved(month, -1), YEAR)
        found.append(Held(one, month, rate(metric, told.sums(month)), rate(metric, before)))
    return found


def _rates(told: Figures) -> Iterator[Finding]:
    for one in filter(lambda each: each.stands_out, held(told)):
        better = (one.strength > 0) is bool(METRICS[one.watched.metric].good)
        sentence = (
            f"Of those received in {_named(one.month)}, {one.now.words} were {one.watched.called} "
            f"({one.now.n:,} of {one.now.of:,}); of the twelve months before {one.before.words}."
        )
        yield Finding(abs(one.strength), sentence, "" if better else one.watched.follow)


def _waits(told: Figures) -> Iterator[Finding]:
    for code, metric in WAITS.items():
        month = told.ripe(METRICS[metric].ripe)
        now, before = told.days(code, month), told.days(code, months.moved(month, -1), YEAR)
        middle, median = before.rank(0.5), now.rank(0.5)
        if middle is None or median is None or min(now.n, before.n) < 2 * LEAST:
            continue
        above = sum(n for value, n in zip(now.values, now.counts, strict=True) if value > middle)
        usual = sum(n for value, n in zip(before.values, before.counts, strict=True) if value > middle)
        strength = apart(Rate(above, now.n, above / now.n), Rate(usual, before.n, usual / before.n))
        if abs(strength) >= CHANCE and median != middle:
            what = LEAD_TIMES[code].label.lower().removeprefix("time to ")
            sentence = (
                f"Half of those received in {_named(month)} that came to {what} were there within {days(median)}; "
                f"in the twelve months before it was {days(middle)}."
            )
            longer = f"Look at what holds up {what}: free times, missing information, or nobody in charge."
            yield Finding(abs(strength), sentence, longer if median > middle else "")


def _practices(told: Figures) -> Iterator[Finding]:
    """Practices that refer much less or more than they did, in three months against the nine before."""
    for name, (late, early) in told.practices.items():
        now, mean = late.received, early.received / 3
        if max(now, mean) >= LEAST and abs(strength := surprise(now, mean, 3)) >= MANY_CHANCE:
            sentence = f"{name} referred {now:,} in the last three months, after {early.received:,} in the nine before."
            yield Finding(abs(strength), sentence, f"Call {name} and ask what has changed." if now < mean else "")


def _sites(told: Figures) -> Iterator[Finding]:
    """Sites that lie further from the group than their numbers explain."""
    whole = rate("booking", told.year)
    for name, sums in told.sites.items() if len(told.sites) > 1 else ():
        now = rate("booking", sums)
        others = Rate(whole.n - now.n, whole.of - now.of, None)
        if abs(strength := apart(now, others)) >= MANY_CHANCE and others.of:
            sentence = (
                f"{name} booked {now.words} of its {now.of:,} referrals in twelve months; "
                f"the other sites {100 * others.n / others.of:.0f} %."
            )
            yield Finding(abs(strength), sentence, f"Ask {name} what keeps bookings back." if strength < 0 else "")


def apart(now: Rate, before: Rate) -> float:
    """How far two shares lie apart, in standard deviations, less half a case; nothing below five on either side."""
    if min(now.of, before.of) < LEAST:
        return 0.0
    pooled = (now.n + before.n) / (now.of + before.of)
    spread = sqrt(pooled * (1 - pooled) * (1 / now.of + 1 / before.of))
    if not spread:
        return 0.0
    gap = now.n / now.of - before.n / before.of
    less = 0.5 * (1 / now.of + 1 / before.of)
    return max(abs(gap) - less, 0) / spread * (1 if gap > 0 else -1)


def surprise(now: int, mean: float, over: int) -> float:
    """How far a count lies from a mean of so many others, in standard deviations; the mean is not certain either."""
    spread = sqrt(max(mean, 1) * (1 + 1 / over))
    gap = now - mean
    return max(abs(gap) - 0.5, 0) / spread * (1 if gap > 0 else -1)


def _before(month: int) -> list[int]:
    return list(months.between(months.moved(month, -YEAR), month))


def _named(month: int) -> str:
    return f"{months.first_day(month):%B}"


def still(sums: Sums) -> int:
    """Those received that have come to no end yet."""
    return sums.received - sums.completed - sums.declined - sums.redirected - sums.cancelled - sums.lost
