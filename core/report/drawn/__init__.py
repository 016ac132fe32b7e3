"""How each kind of block is drawn: where, how wide, and how much room it takes."""

from collections.abc import Callable, Sequence
from typing import Any

from core.report.content import Beside, Content, Funnel, Spread, Table, Tiles, Trend, Words
from core.report.drawn import charts, tables, words
from core.report.paper import GAP, SIDE, Paper

Draw = Callable[[Paper, Any, float, float, float], float]
Measure = Callable[[Paper, Any, float], float]
BLOCKS: dict[type, tuple[Measure, Draw]] = {
    Tiles: (words.tiles_height, words.tiles),
    Words: (words.words_height, words.words),
    Table: (tables.height, tables.table),
    Funnel: (charts.funnel_height, charts.funnel),
    Trend: (charts.trend_height, charts.trend),
    Spread: (charts.spread_height, charts.spread),
}
BETWEEN = 9.0
LEAST_ROOM = 60.0
"""A heading goes overleaf where less than this, or than all of its first block, would stand under it."""


def set_in(paper: Paper, content: Content) -> None:
    """The whole report."""
    paper.masthead(content.place, content.title, content.period, content.standing)
    for section in content.sections:
        needs = _height(paper, section.blocks[0]) if section.blocks else 0
        paper.section(section.title, section.lead, min(needs, LEAST_ROOM), new_page=section.new_page)
        for place, block in enumerate(section.blocks):
            paper.y += GAP if place else 1.5
            flow(paper, block)


def flow(paper: Paper, block: Any) -> None:
    """Where the page has got to, or overleaf; a long table goes on there by itself."""
    if isinstance(block, Table) and tables.is_long(paper, block):
        tables.flow(paper, block)
        return
    paper.room(_height(paper, block))
    several, widths = _side_by_side(block, paper.epw)
    x, top, below = SIDE, paper.y, paper.y
    for one, wide in zip(several, widths, strict=True):
        below = max(below, top + BLOCKS[type(one)][1](paper, one, x, top, wide))
        x += wide + BETWEEN
    paper.y = below


def _height(paper: Paper, block: Any) -> float:
    several = zip(*_side_by_side(block, paper.epw), strict=True)
    return max(BLOCKS[type(one)][0](paper, one, wide) for one, wide in several)


def _side_by_side(block: Any, width: float) -> tuple[Sequence[Any], list[float]]:
    if not isinstance(block, Beside):
        return [block], [width]
    parts = block.parts or (1.0,) * len(block.blocks)
    free = width - BETWEEN * (len(parts) - 1)
    return block.blocks, [free * part / sum(parts) for part in parts]
