"""Tables: numbers to the right, amounts drawn behind them, too recent rows pale, and heads again on each page."""

from core.insight import Rate
from core.report.content import Cell, Column, Numbers, Table
from core.report.paper import WHITE, Paper
from core.typeset import INK, QUIET, RULE, Colour

ROW, HEAD, CAPTION, NOTE = 5.1, 4.6, 6.4, 4.4
PAD = 1.6
KEPT = 14
"""A table of no more rows stays together."""


def height(paper: Paper, block: Table, width: float) -> float:
    """Caption, heads, rows and note."""
    heads = _heads(paper, block.numbers, _widths(paper, block, width))
    note = NOTE if block.numbers.note else 0
    return CAPTION + HEAD * heads + ROW * max(1, len(block.numbers.rows)) + note + 1


def is_long(paper: Paper, block: Table) -> bool:
    """Whether it does not fit here and has enough rows to go on overleaf."""
    return len(block.numbers.rows) > KEPT and paper.y + height(paper, block, paper.epw) > paper.floor


def flow(paper: Paper, block: Table) -> None:
    """As many rows as fit, and the rest overleaf."""
    paper.room(CAPTION + HEAD * 2 + ROW * 6)
    left = 0
    while left < len(block.numbers.rows):
        fits = max(1, int((paper.floor - paper.y - CAPTION - HEAD * 2 - NOTE) // ROW))
        paper.y += _part(paper, block, paper.l_margin, paper.y, paper.epw, left, left + fits)
        left += fits
        if left < len(block.numbers.rows):
            paper.turn()


def table(paper: Paper, block: Table, x: float, y: float, width: float) -> float:
    """All of it here."""
    return _part(paper, block, x, y, width, 0, max(1, len(block.numbers.rows)))


def _part(paper: Paper, block: Table, x: float, y: float, width: float, since: int, until: int) -> float:
    numbers, top = block.numbers, y
    widths = _widths(paper, block, width)
    y += paper.caption(x, y, width, numbers.title, "continued" if since else "")
    with paper.within("Table"):
        y = _head(paper, numbers, widths, x, y)
        most = _most(block)
        for place, row in enumerate(numbers.rows[since:until], since):
            strong = place >= len(numbers.rows) - block.strong
            _row(paper, block, row, widths, (x, y), most, place, strong=strong)
            y += ROW
    if not numbers.rows:
        paper.use(8, QUIET)
        with paper.tagged("P"):
            paper.say(x, y + ROW * 0.7, "Nothing to show.", width)
        y += ROW
    if numbers.note and until >= len(numbers.rows):
        paper.use(7.2, QUIET)
        with paper.tagged("P"):
            paper.say(x, y + 3.4, numbers.note, width)
        y += NOTE
    return y - top + 1


def _head(paper: Paper, numbers: Numbers, widths: list[float], x: float, y: float) -> float:
    heads = _heads(paper, numbers, widths)
    paper.use(7.4, QUIET, bold=False)
    left = x
    with paper.within("TR"):
        for column, wide in zip(numbers.columns, widths, strict=True):
            with paper.tagged("TH"):
                lines = paper.wrapped(column.title, wide - PAD)[:2]
                for place, line in enumerate(lines):
                    at = y + 3 + (heads - len(lines) + place) * 3.3
                    paper.say(left, at, line, wide - PAD, _side(column))
            left += wide
    bottom = y + HEAD + (heads - 1) * 3.3
    with paper.ornament():
        paper.stroke(x, bottom, x + sum(widths), bottom, QUIET, 0.25)
    return bottom


def _row(
    paper: Paper, block: Table, row: tuple[Cell, ...], widths: list[float], at: tuple[float, float],
    most: dict[int, float], place: int, *, strong: bool,
) -> None:  # fmt: skip
    x, y = at
    with paper.ornament():
        paper.stroke(x, y + ROW, x + sum(widths), y + ROW, RULE, 0.15)
    with paper.within("TR"):
        for number, (column, cell, wide) in enumerate(zip(block.numbers.columns, row, widths, strict=True)):
            ink = QUIET if place in block.pale else INK
            if not strong:
                ink = _behind(paper, block, number, cell, (x, y, wide), most, ink)
            paper.use(8.2, ink, bold=strong)
            with paper.tagged("TD"):
                paper.say(x, y + 3.55, column.shown(cell), wide - PAD, _side(column))
            x += wide


def _behind(
    paper: Paper, block: Table, number: int, cell: Cell, box: tuple[float, float, float], most: dict[int, float],
    ink: Colour,
) -> Colour:  # fmt: skip
    """The amount as a bar or a shade, and the ink that can be read upon it."""
    x, y, wide = box
    share = (_amount(cell) or 0) / most[number] if most.get(number) else 0
    with paper.ornament():
        if number in block.barred and share > 0:
            paper.fill(x, y + 0.7, (wide - PAD) * share, ROW - 1.4, paper.tint(0.16))
        elif number in block.shaded and _amount(cell) is not None:
            paper.fill(x + 0.5, y + 0.3, wide - 0.5, ROW - 0.6, paper.tint(0.06 + 0.84 * share))
            return WHITE if share > 0.55 else ink
    return ink


def _most(block: Table) -> dict[int, float]:
    """The largest amount of each column that is drawn; sums do not count. Shades are of all columns together."""
    rows = block.numbers.rows[: len(block.numbers.rows) - block.strong]
    most = {number: max((_amount(row[number]) or 0 for row in rows), default=0) for number in block.barred}
    whole = max((_amount(row[number]) or 0 for row in rows for number in block.shaded), default=0)
    return most | dict.fromkeys(block.shaded, whole)


def _amount(cell: Cell) -> float | None:
    if isinstance(cell, Rate):
        return cell.share
    return cell if isinstance(cell, int | float) else None


def _widths(paper: Paper, block: Table, width: float) -> list[float]:
    """As much as each column needs, and of what is left over its part; where it is too little the widest gives."""
    columns = block.numbers.columns
    needed = [_needed(paper, block, place) for place in range(len(columns))]
    while (missing := sum(needed) - width) > 0.01:
        widest = max(range(len(needed)), key=needed.__getitem__)
        second = max((wide for place, wide in enumerate(needed) if place != widest), default=0)
        needed[widest] -= min(missing, max(needed[widest] - second, 0.5))
    parts = sum(column.width for column in columns)
    left = width - sum(needed)
    return [wide + left * column.width / parts for wide, column in zip(needed, columns, strict=True)]


def _needed(paper: Paper, block: Table, place: int) -> float:
    column = block.numbers.columns[place]
    paper.use(7.4)
    heads = max(paper.wide(paper.known(word)) for word in column.title.split())
    paper.use(8.2, bold=bool(block.strong))
    cells = (column.shown(row[place]) for row in block.numbers.rows)
    return max(heads, *(paper.wide(paper.known(cell)) for cell in cells), 0) + PAD + 0.6


def _heads(paper: Paper, numbers: Numbers, widths: list[float]) -> int:
    paper.use(7.4)
    several = zip(numbers.columns, widths, strict=True)
    return min(2, max(len(paper.wrapped(column.title, wide - PAD)) for column, wide in several))


def _side(column: Column) -> str:
    return {"text": "L", "mark": "C"}.get(column.form, "R")
