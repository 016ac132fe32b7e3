"""What a report holds: sections of sentences, figures, tables and charts. Each chart is a table that is also drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.insight import LEAST, Rate
from core.money import rounded

Cell = str | int | float | Rate | None
"""Money is told in pence, time in days."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what stands under it, and how wide that is beside the others."""

    title: str
    form: str = "text"
    width: float = 1

    def shown(self, cell: Cell) -> str:
        """A cell as people read it; a dash where there is nothing to tell."""
        if cell is None:
            return "–"
        if isinstance(cell, Rate):
            return cell.words
        return str(_SHOWN[self.form](cell))


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table as it is kept, printed, and handed over as a file."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def column(self, place: int) -> list[Cell]:
        """What stands under a heading."""
        return [row[place] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure, large, with what it is and what it is held against; `tone` is of the latter."""

    label: str
    value: str
    beside: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Figures side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences under a heading; in columns where they are small print."""

    title: str
    sentences: tuple[str, ...]
    small: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the share of each cell of the `barred` columns is drawn behind it, `shaded` ones darken with it.
    Rows named in `pale` are too recent to tell; `strong` is how many last rows are sums."""

    numbers: Numbers
    barred: tuple[int, ...] = ()
    shaded: tuple[int, ...] = ()
    pale: frozenset[int] = frozenset()
    strong: int = 0
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Funnel:
    """Steps from the first column's names and the second one's counts, each a part of the first."""

    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Trend:
    """A bar for each row of the second column, and the third as a thin line where there is one; `pale` as above."""

    numbers: Numbers
    pale: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Spread:
    """How often each length came: rows of days from, days to and how many, with the middle and the slow tenth."""

    numbers: Numbers
    median: int | None
    p90: int | None
    under: str = ""


Single = Tiles | Words | Table | Funnel | Trend | Spread


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks side by side, as wide as these parts."""

    blocks: tuple[Single, ...]
    parts: tuple[float, ...] = ()


Block = Single | Beside


@dataclass(frozen=True, slots=True)
class Section:
    """What begins under a heading; on a page of its own where it says so."""

    title: str
    blocks: tuple[Block, ...]
    lead: str = ""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report. `summary` are the few sentences that its mail says; `standing` as of when it is."""

    title: str
    place: str
    period: str
    sections: tuple[Section, ...]
    summary: tuple[str, ...] = ()
    standing: str = ""

    @property
    def numbers(self) -> list[Numbers]:
        """Every table of it, in order."""
        return [each for section in self.sections for each in _numbers(section.blocks)]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a report besides its pages: its sentences and its tables."""

    summary: tuple[str, ...] = ()
    tables: tuple[Numbers, ...] = field(default=())

    def spelt(self) -> dict[str, Any]:
        """As it is stored."""
        return {"summary": list(self.summary), "tables": [_spelt(each) for each in self.tables]}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Kept":
        """As it was stored."""
        return cls(tuple(stored["summary"]), tuple(_read(each) for each in stored["tables"]))


def _numbers(blocks: Sequence[Block]) -> Iterator[Numbers]:
    for block in blocks:
        if isinstance(block, Beside):
            yield from _numbers(block.blocks)
        elif isinstance(block, Tiles):
            columns = (Column("Figure"), Column("Value"), Column("Beside"), Column("Held against"))
            rows = tuple((tile.label, tile.value, tile.beside, tile.under) for tile in block.tiles)
            yield Numbers("In short", columns, rows)
        elif isinstance(block, Words):
            if not block.small:
                yield Numbers(block.title, (Column(block.title),), tuple((each,) for each in block.sentences))
        else:
            yield block.numbers


def _spelt(told: Numbers) -> dict[str, Any]:
    rows = [[[each.n, each.of] if isinstance(each, Rate) else each for each in row] for row in told.rows]
    columns = [[column.title, column.form] for column in told.columns]
    return {"title": told.title, "columns": columns, "rows": rows, "note": told.note}


def _read(stored: dict[str, Any]) -> Numbers:
    columns = tuple(Column(title, form) for title, form in stored["columns"])
    rows = tuple(tuple(_cell(each) for each in row) for row in stored["rows"])
    return Numbers(stored["title"], columns, rows, stored["note"])


def _cell(stored: Any) -> Cell:
    return rate_of(*stored) if isinstance(stored, list) else stored


def rate_of(n: int, of: int) -> Rate:
    """So many of so many; a share from five on."""
    return Rate(n, of, n / of if of >= LEAST else None)


def days(length: float) -> str:
    """4 days, 1 day, 2.5 days, 7 h; whole days can be none: the same day."""
    if length == 0:
        return "same day"
    if length < 1:
        return f"{24 * length:.0f} h"
    told = f"{length:.0f}" if length >= 9.95 else f"{length:.1f}".removesuffix(".0")
    return "1 day" if told == "1" else f"{told} days"


_SHOWN: dict[str, Any] = {
    "text": str,
    "mark": str,
    "count": lambda cell: f"{cell:,}" if not isinstance(cell, str) else cell,
    "share": lambda cell: f"{100 * cell:.0f} %",
    "days": days,
    "money": lambda pence: rounded(round(pence)),
}
