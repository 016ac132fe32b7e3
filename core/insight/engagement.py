"""How a practice that refers to us keeps in touch: three parts shown apart, and when its silence is unlike itself.

Recency is the day of its last referral, trend twelve months beside the twelve before, yield how many of those it sent
were seen. Nothing is weighed against anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

LOOKS_BACK = timedelta(days=730)
"""So far back a practice's usual gap is learned from."""
FEWEST_GAPS = 4
"""Below this many nothing is usual."""
TWICE = 2
FORTNIGHT = 14
"""A silence that lapses nothing: whoever refers every day has holidays, too."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The usual number of days from one referral to the next, as the median of n."""

    days: int
    n: int

    @property
    def patience(self) -> int:
        """After more days than this without a word it has lapsed."""
        return max(TWICE * self.days, FORTNIGHT)


def usual_gap(days: Iterable[date], today: date) -> Gap | None:
    """Of the days on which it referred in the last 24 months; several on one day are one. None where too few say so."""
    lately = sorted({day for day in days if today - LOOKS_BACK < day <= today})
    gaps = [(after - before).days for before, after in pairwise(lately)]
    return Gap(median_low(gaps), len(gaps)) if len(gaps) >= FEWEST_GAPS else None


@dataclass(frozen=True, slots=True)
class Engagement:
    """What is known of one practice on a day: `now` and `before` are its referrals of twelve whole months and of the
    twelve before, `seen` those of `now` with an attended visit. What it sent `this_month` is in neither; `before` is
    None where nothing was counted yet when those months began."""

    today: date
    last_on: date | None = None
    gap: Gap | None = None
    now: int = 0
    before: int | None = None
    seen: int = 0
    this_month: int = 0

    @property
    def silence(self) -> int | None:
        """Days since its last referral."""
        return (self.today - self.last_on).days if self.last_on else None

    @property
    def lapsed(self) -> bool:
        """Whether it has been silent for more than twice its own usual gap."""
        return bool(self.gap and self.silence is not None and self.silence > self.gap.patience)

    @property
    def change(self) -> float | None:
        """The part that was gained or lost since the twelve months before; none without any then."""
        return self.now / self.before - 1 if self.before else None
