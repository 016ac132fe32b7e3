"""Figures in large letters, and sentences."""

from core.report.content import Tiles, Words
from core.report.paper import Paper
from core.typeset import INK, QUIET, RULE

TILE = 19.0
LINE, SMALL = 4.5, 3.7
BETWEEN = 7.0


def tiles_height(paper: Paper, block: Tiles, width: float) -> float:  # noqa: ARG001 - all blocks are asked alike
    """One row of them."""
    return TILE if any(tile.under for tile in block.tiles) else TILE - 7


def tiles(paper: Paper, block: Tiles, x: float, y: float, width: float) -> float:
    """Each with its label above and what it is held against below."""
    each, high = width / len(block.tiles), tiles_height(paper, block, width)
    for place, tile in enumerate(block.tiles):
        left = x + place * each
        if place:
            with paper.ornament():
                paper.stroke(left - 3, y + 1, left - 3, y + high - 2, RULE, 0.25)
        with paper.tagged("P"):
            paper.use(8, QUIET)
            paper.say(left, y + 3.2, tile.label, each - 4)
            paper.use(17, INK, bold=True)
            paper.say(left, y + 10.6, tile.value)
            taken = paper.wide(paper.known(tile.value)) + 1.6
            paper.use(8, QUIET)
            paper.say(left + taken, y + 10.6, tile.beside, each - 4 - taken)
            for line, words in enumerate(paper.wrapped(tile.under, each - 4)[:2]):
                paper.use(7.5, QUIET)
                paper.say(left, y + 14.6 + line * 3.3, words, each - 4)
    return high


def words_height(paper: Paper, block: Words, width: float) -> float:
    """As many lines as they take."""
    size, line = _size(block)
    paper.use(size)
    columns, each = _columns(block, width)
    lines = sum(len(paper.wrapped(one, each - _indent(block))) for one in block.sentences)
    apart = 0.9 * len(block.sentences)
    return (5.6 if block.title else 0) + (lines * line + apart) / columns + (line if columns > 1 else 0)


def words(paper: Paper, block: Words, x: float, y: float, width: float) -> float:
    """Under their heading; each begins with a mark where they are things to see."""
    top = y
    if block.title:
        paper.use(9.5, INK, bold=True)
        with paper.tagged("H3"):
            paper.say(x, y + 3.4, block.title, width)
        y += 5.6
    size, line = _size(block)
    columns, each = _columns(block, width)
    foot, begin, at = top + words_height(paper, block, width), y, 0
    with paper.within("L"):
        for sentence in block.sentences:
            paper.use(size)
            told = paper.wrapped(sentence, each - _indent(block))
            if columns > 1 and y + len(told) * line > foot and at + 1 < columns:
                at, y = at + 1, begin
            y = _sentence(paper, block, told, x + at * (each + BETWEEN), y)
    return max(foot, y) - top


def _sentence(paper: Paper, block: Words, told: list[str], x: float, y: float) -> float:
    size, line = _size(block)
    if block.marked:
        with paper.ornament():
            paper.fill(x, y + line * 0.5 - 0.75, 1.5, 1.5, paper.hue, round_by=0.75)
    paper.use(size, QUIET if block.small else INK)
    with paper.tagged("LI"):
        for words_ in told:
            paper.say(x + _indent(block), y + line * 0.72, words_)
            y += line
    return y + 0.9


def _size(block: Words) -> tuple[float, float]:
    return (7.2, 3.35) if block.small else (9, LINE)


def _columns(block: Words, width: float) -> tuple[int, float]:
    columns = 2 if block.small and len(block.sentences) > 3 else 1
    return columns, (width - BETWEEN * (columns - 1)) / columns


def _indent(block: Words) -> float:
    return 3.6 if block.marked else 0
