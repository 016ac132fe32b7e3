"""Charts as vectors: one hue for amounts, bars from nought, labels where the eye is, and all of it in words."""

from collections.abc import Sequence
from itertools import pairwise

from core.insight import Rate
from core.report.content import Cell, Funnel, Spread, Trend, days, rate_of
from core.report.paper import WHITE, Paper
from core.typeset import INK, QUIET, RULE

STEP = 9.2
TREND, SPREAD = 52.0, 46.0
GREY = (150, 158, 165)


def funnel_height(paper: Paper, block: Funnel, width: float) -> float:  # noqa: ARG001 - all blocks are asked alike
    """A bar for each step."""
    return 6.4 + STEP * len(block.numbers.rows)


def funnel(paper: Paper, block: Funnel, x: float, y: float, width: float) -> float:
    """Name, bar, count and share of all; between two steps the share that went on."""
    numbers, top = block.numbers, y
    rows = [(str(row[0]), int(_number(row[1]))) for row in numbers.rows]
    first = rows[0][1] if rows else 0
    y += paper.caption(x, y, width, numbers.title)
    label, share = 26.0, 42.0
    bar = width - label - share
    told = "; ".join(f"{name} {count:,}" for name, count in rows)
    with paper.figure(f"{numbers.title}: {told}."):
        before = 0
        paper.use(7.4, QUIET)
        paper.say(x + width - share, y - 1.2, "of all", share * 0.36, "R")
        paper.say(x + width - share * 0.58, y - 1.2, "of the step before", share * 0.58, "R")
        for place, (name, count) in enumerate(rows):
            wide = bar * count / first if first else 0
            paper.use(8.6, INK)
            paper.say(x, y + 4.9, name, label - 2)
            paper.fill(x + label, y + 1, bar, STEP - 2.6, paper.tint(0.07))
            paper.fill(x + label, y + 1, wide, STEP - 2.6, paper.tint(0.92))
            _count(paper, f"{count:,}", x + label, y + 4.9, wide)
            paper.use(8.2, INK)
            if place:
                paper.say(x + width - share, y + 4.9, rate_of(count, first).words, share * 0.36, "R")
                paper.say(x + width - share * 0.58, y + 4.9, rate_of(count, before).words, share * 0.58, "R")
            before, y = count, y + STEP
    return y - top


def _count(paper: Paper, text: str, x: float, y: float, wide: float) -> None:
    """In the bar where it has room, else after it."""
    paper.use(8.6, WHITE, bold=True)
    inside = paper.wide(text) + 4 < wide
    paper.use(8.6, WHITE if inside else INK, bold=True)
    paper.say(x + wide - paper.wide(text) - 2 if inside else x + wide + 1.5, y, text)


def trend_height(paper: Paper, block: Trend, width: float) -> float:  # noqa: ARG001 - all blocks are asked alike
    """The same for each."""
    return TREND


def trend(paper: Paper, block: Trend, x: float, y: float, width: float) -> float:
    """A bar for each month with its number above, the year before as a thin line; what is young is hatched."""
    numbers = block.numbers
    names = [str(cell) for cell in numbers.column(0)]
    cells, shown = numbers.column(1), numbers.columns[1].shown
    amounts = [_number(cell) for cell in cells]
    before = numbers.column(2) if len(numbers.columns) > 2 else []
    head = paper.caption(x, y, width, numbers.title, numbers.note)
    most, floor = max([*amounts, *map(_number, before)], default=0) or 1, y + TREND - 5.2
    high, each = floor - y - head - 4.5, width / max(len(names), 1)
    told = "; ".join(f"{name} {shown(cell)}" for name, cell in zip(names, cells, strict=True))
    with paper.figure(f"{numbers.title}: {told}."):
        paper.stroke(x, floor, x + width, floor, RULE, 0.3)
        for place, (name, cell, amount) in enumerate(zip(names, cells, amounts, strict=True)):
            left, tall = x + place * each, high * amount / most
            young = place in block.pale
            paper.fill(left + each * 0.16, floor - tall, each * 0.68, tall, paper.tint(0.38 if young else 0.92))
            paper.use(7.6, INK, bold=place == len(names) - 1)
            paper.say(left, floor - tall - 1.2, shown(cell), each, "C")
            paper.use(7.2, QUIET)
            paper.say(left, floor + 3.6, name, each, "C")
        _line(paper, before, x, floor, each, high / most)
    return TREND


def _line(paper: Paper, amounts: Sequence[Cell], x: float, floor: float, each: float, scale: float) -> None:
    """Thin and white-edged, so that it is seen on bars and beside them, in grey too."""
    known = [(place, _number(cell)) for place, cell in enumerate(amounts) if cell is not None]
    points = [(x + (place + 0.5) * each, floor - amount * scale) for place, amount in known]
    for colour, thick in ((WHITE, 1.1), (GREY, 0.45)):
        for (x1, y1), (x2, y2) in pairwise(points):
            paper.stroke(x1, y1, x2, y2, colour, thick)


def _number(cell: Cell) -> float:
    if isinstance(cell, Rate):
        return cell.share or 0
    return cell if isinstance(cell, int | float) else 0


def spread_height(paper: Paper, block: Spread, width: float) -> float:  # noqa: ARG001 - all blocks are asked alike
    """The same for each."""
    return SPREAD


def spread(paper: Paper, block: Spread, x: float, y: float, width: float) -> float:
    """How long it took, in bars of the same number of days; where the middle and the slow tenth lie."""
    numbers, floor = block.numbers, y + SPREAD - 10.5
    head = paper.caption(x, y, width, numbers.title)
    counts = [int(_number(row[2])) for row in numbers.rows]
    paper.use(8, QUIET)
    with paper.tagged("P"):
        paper.say(x, y + head + 2.2, block.under, width)
    if not counts:
        return SPREAD
    high, each = floor - y - head - 8.5, width / len(counts)
    with paper.figure(f"{numbers.title}. {block.under}"):
        for place, count in enumerate(counts):
            tall = high * count / max(*counts, 1)
            paper.fill(x + place * each + 0.2, floor - tall, each - 0.4, tall, paper.tint(0.55))
        paper.stroke(x, floor, x + width, floor, RULE, 0.3)
        _ticks(paper, block, x, floor, width)
        _ranks(paper, block, x, floor, width, high)
    return SPREAD


def _ticks(paper: Paper, block: Spread, x: float, floor: float, width: float) -> None:
    rows = block.numbers.rows
    first, last = _number(rows[0][0]), _number(rows[-1][1])
    paper.use(7.2, QUIET)
    paper.say(x, floor + 3.5, f"{first:.0f}", 12)
    paper.say(x + width - 30, floor + 3.5, f"{last:.0f} days{'' if rows[-1][1] else ' and more'}", 30, "R")


def _ranks(paper: Paper, block: Spread, x: float, floor: float, width: float, high: float) -> None:
    """The middle and the slow tenth as two lines with their words."""
    rows = block.numbers.rows
    first, last = _number(rows[0][0]), _number(rows[-1][1]) + 1
    for value, name, line in ((block.median, "half within", 0), (block.p90, "nine in ten within", 1)):
        if value is None:
            continue
        at = x + width * min((value + 0.5 - first) / max(last - first, 1), 1)
        paper.stroke(at, floor - high - 1, at, floor, INK, 0.35)
        words = f"{name} {days(value)}"
        paper.use(7.2, INK, bold=True)
        wide = paper.wide(words)
        paper.say(min(max(at - wide / 2, x), x + width - wide), floor + 3.5 + 3.3 * (1 + line) - 0.2, words)
