"""Free exploration held against the reference: whatever figure, split as anybody likes and narrowed to anything."""

from collections.abc import Mapping
from random import Random
from typing import Any

from core import insight, months
from core.access import Actor
from core.insight import ALL, CHOICES, SPLITS, Asked, Exploration
from core.insight.figures import Value
from tests.insight import reference
from tests.insight.agreement import filters
from tests.insight.lives import Life

MOST_ROWS, MOST_SERIES = 24, 6
WHOLE = ("whole", ALL)
NARROWED = ("site", "direction", "source", "specialty", "funding", "provider")
Told = tuple[float | None, int, int, int]


def explored_agrees(actor: Actor, lives: list[Life], asked: Asked, dice: Random) -> None:
    """Something that somebody may ask for, by its address."""
    mine = [life for life in lives if life.of["site"] in actor.sites]
    period = f"{months.spelt(asked.since)}..{months.spelt(months.moved(asked.until, -1))}"
    address = {"what": dice.choice([*CHOICES]), "by": dice.choice([*SPLITS]), "also": dice.choice(["", *SPLITS])}
    narrowed = {name: str(dice.choice(mine).of[name] or "") for name in dice.sample(NARROWED, dice.choice((0, 0, 1)))}
    exploration = Exploration.read({**address, **narrowed, "period": period})
    found = insight.explored(actor, exploration)
    rows, series, values = _expected(mine, exploration)
    assert [*found.rows] == rows, exploration
    assert [*found.series] == series, exploration
    for row in rows:
        for one in [ALL, *series]:
            assert _of(found.value(row, one)) == values.get((row, one), _value(exploration.what, {}, [])), exploration
    assert _of(found.whole) == values[WHOLE], exploration


def _expected(lives: list[Life], asked: Exploration) -> tuple[list[Any], list[Any], dict[tuple[Any, Any], Told]]:
    """The keys of rows and series in their order, and what stands at each two of them."""
    by = [asked.by, *([asked.also] if asked.also else [])]
    narrow, period = filters(asked.asked), (asked.asked.since, asked.asked.until)
    cells = reference.cells(lives, *period, by, **narrow)
    days: dict[Any, list[int]] = {}
    for life in lives:
        wait = asked.what.removeprefix("days_")
        if life.fits(narrow) and period[0] <= life.of["month"] < period[1] and wait in life.days:
            days.setdefault(tuple(life.of[name] for name in by), []).append(life.days[wait])
    weights = {key: _value(asked.what, sums, days.get(key, [])) for key, sums in cells.items()}
    rows = asked.asked.months if asked.by == "month" else _largest(weights, 0, MOST_ROWS)
    series = _largest(weights, 1, MOST_SERIES) if asked.also else []
    groups: dict[tuple[Any, Any], list[Any]] = {WHOLE: [*cells]}
    for key in cells:
        row = key[0] if key[0] in rows else "rest"
        groups.setdefault((row, ALL), []).append(key)
        if asked.also:
            groups.setdefault((row, key[1] if key[1] in series else "rest"), []).append(key)
    return rows, series, {
        place: _value(
            asked.what,
            {name: sum(cells[key][name] for key in keys) for name in (cells[keys[0]] if keys else ())},
            [each for key in keys for each in days.get(key, [])],
        )
        for place, keys in groups.items()
    }  # fmt: skip


def _largest(weights: Mapping[Any, Told], place: int, most: int) -> list[Any]:
    """Whatever there is anything of, the largest first; the last ones together where there are too many."""
    sums: dict[Any, int] = {}
    for key, (_, _, n, waiting) in weights.items():
        sums[key[place]] = sums.get(key[place], 0) + n + waiting
    order = sorted((key for key, weight in sums.items() if weight), key=lambda key: (-sums[key], str(key)))
    return order if len(order) <= most else [*order[: most - 1], "rest"]


def _value(what: str, sums: Mapping[str, int], days: list[int]) -> Told:
    """The amount, what was counted, of how many, and how many still wait."""
    if what in reference.RATES:
        of, per = reference.RATES[what]
        n, whole = sums.get(of, 0), sum(sums.get(name, 0) for name in per)
        return (n / whole if whole >= 5 else None, n, whole, 0)
    if what.startswith("days_"):
        n, waiting = len(days), sums.get(f"waiting_{what.removeprefix('days_')}", 0)
        return (reference.nearest_rank(days, 0.5) if n >= 5 else None, n, n, waiting)
    n = sums.get(what.removeprefix("count_"), 0)
    return (n, n, n, 0)


def _of(value: Value) -> Told:
    return (value.amount, value.part, value.n, value.waiting)
