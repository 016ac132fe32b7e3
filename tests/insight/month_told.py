"""A month of a place, as its lives tell it, and what sentences may say of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

from core import months
from tests.insight import reference
from tests.insight.lives import Life
from tests.insight.read_back import FEWEST, Row, Share

YEAR = 12
COLUMNS = ("acknowledgement", "booking", "attendance", "completion", "no_show", "sla")
WATCHED = {
    "acknowledgement": ("Acknowledged in time", 14),
    "acceptance": ("Acceptance", 45),
    "booking": ("Booking conversion", 60),
    "attendance": ("Attendance conversion", 90),
    "completion": ("Completion", 120),
    "closed_loop": ("Closed loop", 120),
    "no_show": ("No-show rate", 90),
    "sla": ("Deadlines met", 0),
    "lost": ("Closed without contact", 90),
}
"""What is held against the year before, and after how many days a month of it can be told."""
SIMPLY = {
    "late now": lambda row, now: row["clock"] != "paused" and row["due_at"] < now,
    "no owner": lambda row, _: row["owner_id"] is None,
    "accepted and not booked": lambda row, _: row["stage"] == "accepted",
    "no new visit": lambda row, _: row["stage"] in {"missed", "appointment_cancelled"},
    "for information": lambda row, _: row["stage"] == "needs_information",
}
"""What is to do because it waits, by the words of its sentence."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a place: the lives there, what stands open at the moment `now`, and the names of practices outside."""

    lives: Sequence[Life]
    stand: Sequence[Any]
    month: int
    today: date
    now: int
    practices: Mapping[int, str]

    def sums(self, month: int, count: int = 1) -> dict[str, int]:
        """Of so many months up to and with this one."""
        return reference.of_all(self.lives, months.moved(month, 1 - count), months.moved(month, 1))

    def days(self, what: str, month: int, count: int = 1) -> list[int]:
        """How long each took that came there."""
        since = months.moved(month, 1 - count)
        return [life.days[what] for life in self.lives if since <= life.of["month"] <= month and what in life.days]

    @property
    def year(self) -> dict[str, int]:
        """Of twelve months."""
        return self.sums(self.month, YEAR)

    @property
    def since(self) -> int:
        """The first of them."""
        return months.moved(self.month, 1 - YEAR)

    @property
    def each(self) -> list[int]:
        """All of them."""
        return [*months.between(self.since, months.moved(self.month, 1))]

    @property
    def late(self) -> int:
        """How many are late; what stands still is not."""
        return sum(SIMPLY["late now"](row, self.now) for row in self.stand)


def share(rate: str, sums: Mapping[str, int]) -> Share:
    """A rate by its definition."""
    of, per = reference.RATES[rate]
    return Share(sums[of], sum(sums[name] for name in per))


def held(told: Month, rate: str) -> Row:
    """The latest month that has come of age, beside the twelve before it."""
    label, ripe = WATCHED[rate]
    month = told.month
    while (told.today - months.first_day(months.moved(month, 1))).days < ripe:
        month = months.moved(month, -1)
    now, before = share(rate, told.sums(month)), share(rate, told.sums(months.moved(month, -1), YEAR))
    apart = _apart(now, before)
    beyond = "no" if abs(apart) < 2.6 else "higher" if apart > 0 else "lower"
    return label, f"{months.first_day(month):%b %Y}", now, now.of, before, before.of, beyond


def stands_out(told: Month, sentence: str) -> bool:
    """Whatever it counts are shares that stand in the table below it, or what was received."""
    known = {(now.n, now.of) for _, _, now, *_, beyond in (held(told, rate) for rate in WATCHED) if beyond != "no"}
    if found := re.search(r"were .* \((\d+) of (\d+)\)", sentence):
        return tuple(map(int, found.groups())) in known
    if found := re.match(r"(\d+) referrals were received", sentence):
        return int(found[1]) == told.sums(told.month)["received"]
    return bool(re.search(r"nothing more|too little history|^Half of|referred|booked", sentence, re.IGNORECASE))


def follows(told: Month, sentence: str) -> bool:
    for words, waits in SIMPLY.items():
        if words in sentence and sentence[0].isdigit():
            return int(sentence.split()[0]) == sum(waits(row, told.now) for row in told.stand)
    return not sentence[0].isdigit()


def beyond(told: Month, sites: Mapping[int, str], sentence: str) -> bool:
    """The shares that are named are those of the site and of all others."""
    for site, name in sites.items():
        if sentence.startswith(f"{name}: "):
            mine = [life for life in told.lives if life.of["site"] == site]
            others = [life for life in told.lives if life.of["site"] != site]
            until = months.moved(told.month, 1)
            pairs = {
                f"({share(rate, reference.of_all(mine, told.since, until))} beside "
                f"{share(rate, reference.of_all(others, told.since, until))})"
                for rate in COLUMNS
            }
            return {*re.findall(r"\([^)]*\)", sentence)} <= pairs
    return sentence.startswith("No site lies further")


def _apart(one: Share, other: Share) -> float:
    """In standard deviations of a pooled share, less half a case on either side; none below five."""
    if min(one.of, other.of) < FEWEST:
        return 0
    pooled, per = (one.n + other.n) / (one.of + other.of), 1 / one.of + 1 / other.of
    gap = one.n / one.of - other.n / other.of
    spread = sqrt(pooled * (1 - pooled) * per)
    return max(abs(gap) - per / 2, 0) / spread * (1 if gap > 0 else -1) if spread else 0
