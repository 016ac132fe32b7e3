"""Which lives of the mould a copy has, and under which numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from random import Random

from bench.group.mould import Life, Mould
from bench.group.plan import Copy, Plan


@dataclass(slots=True)
class Chosen:
    """A copy with the numbers that its referrals, visits and reports were given, by the place of the life in the
    mould; nought where it has no part in the life."""

    copy: Copy
    first: int
    """The number of its first patient."""
    referrals: list[int]
    visits: list[int]
    reports: list[int]
    lives: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, copy: Copy, mould: Mould, patients_before: int) -> "Chosen":
        none = [0] * len(mould.lives)
        return cls(copy, patients_before + 1, none.copy(), none.copy(), none.copy())


def choose(plan: Plan, mould: Mould) -> list[Chosen]:
    """Every copy takes its part; long lives are rarer than in the demo, so that a referral has about eight events."""
    dice, found = Random(f"{plan.seed}:chosen"), []  # noqa: S311 - a game, not a secret
    for copy in plan.copies():
        chosen = Chosen.of(copy, mould, copy.number * plan.people)
        still = [n for n, life in enumerate(mould.lives) if life.open]
        over = [n for n, life in enumerate(mould.lives) if _is_over(life, plan, copy)]
        taken = _some(dice, mould.lives, still, copy.open) + _some(dice, mould.lives, over, copy.closed)
        chosen.lives = sorted(taken, key=lambda n: mould.lives[n].row["recorded_at"])
        found.append(chosen)
    _number(mould, found)
    return found


def _is_over(life: Life, plan: Plan, copy: Copy) -> bool:
    return not life.open and life.row["closed_at"] - copy.back <= plan.now


def _some(dice: Random, lives: Sequence[Life], among: list[int], count: int) -> list[int]:
    if count > len(among):
        raise ValueError(f"Only {len(among)} lives are there, and {count} are asked for.")
    drawn = {n: dice.random() ** len(lives[n].told) for n in among}
    return nlargest(count, among, key=drawn.__getitem__)


def in_order(mould: Mould, several: Sequence[Chosen]) -> Iterator[tuple[Chosen, int]]:
    """Every referral in the order in which it was written down."""
    for age in sorted({chosen.copy.age for chosen in several}, reverse=True):
        year = [(n, chosen) for chosen in several if chosen.copy.age == age for n in chosen.lives]
        for n, chosen in sorted(year, key=lambda one: mould.lives[one[0]].row["recorded_at"]):
            yield chosen, n


def _number(mould: Mould, several: Sequence[Chosen]) -> None:
    referral, visit, report = 1, 1, 1
    for chosen, n in in_order(mould, several):
        chosen.referrals[n], chosen.visits[n], chosen.reports[n] = referral, visit, report
        referral, visit, report = referral + 1, visit + len(mould.lives[n].visits), report + len(mould.lives[n].reports)
