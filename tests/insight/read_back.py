"""Finished files of a report read back: every cell of the workbook and the CSV, and the text of the pages in order."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from pypdf import PdfReader

from core.report import File

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FEWEST = 5
PART, ROUNDED = 0.05, 0.006
"""How far off the length of stays may be, and what is rounded away of it."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    n: int
    of: int

    def __str__(self) -> str:
        if self.of >= FEWEST:
            return f"{100 * self.n / self.of:.0f} %"
        return f"{self.n} of {self.of}" if self.of else "none yet"


@dataclass(frozen=True, slots=True)
class Pounds:
    """A sum of pence; on paper to the nearest pound."""

    pence: int

    def __str__(self) -> str:
        return f"£{(self.pence + 50) // 100:,}"


@dataclass(frozen=True, slots=True)
class Length:
    """Days; `near` where it may be a little off."""

    days: float
    near: bool = False

    def __str__(self) -> str:
        if self.days == 0:
            return "same day"
        if self.days < 1:
            return f"{24 * self.days:.0f} h"
        told = f"{self.days:.0f}" if self.days >= 9.95 else f"{self.days:.1f}".removesuffix(".0")
        return "1 day" if told == "1" else f"{told} days"


Cell = str | int | None | Share | Pounds | Length | re.Pattern[str]
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that has to be in a report; `drawn` is what is printed of a row where that is not its cells, `below`
    what else, and figures in large letters are `headless`. Of sentences each has to be what `says` holds it for."""

    title: str
    rows: Sequence[Row] = ()
    drawn: Callable[[Row], Sequence[Cell]] | None = None
    below: tuple[str, ...] = ()
    says: Callable[[str], bool] | None = None
    headless: bool = False


def files_agree(pdf: File, book: File, lines: File, sheets: Sequence[Sheet]) -> None:
    """Sheet for sheet, line for line, and on the pages one after the other."""
    tables = workbook(book.content)
    assert [title for title, _ in tables] == [_titled(place, one.title) for place, one in enumerate(sheets, 1)]
    told, at = list(csv.reader(io.StringIO(lines.content.decode("utf-8-sig"))))[1:], 0
    printed = _squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages))
    for sheet, (_, (heads, *rows)) in zip(sheets, tables, strict=True):
        _rows_agree(sheet, heads, rows)
        meant = [
            line
            for row in rows
            for line in _filed(sheet, heads, row, sheet.rows[rows.index(row)] if sheet.rows else row)
        ]
        assert [(*line[:3], _bare(line[3]), line[4]) for line in told[: len(meant)]] == meant, sheet.title
        told = told[len(meant) :]
        for words in _words(sheet, rows):
            found = printed.find(_squeezed(words), at)
            assert found >= 0, (sheet.title, words, printed[at : at + 300])
            at = found + len(_squeezed(words))
    assert told == []


def workbook(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Each sheet by its name: its rows, as long as the first of them."""
    with ZipFile(io.BytesIO(content)) as book:
        known = [
            "".join(part.text or "" for part in one.iter(f"{SPREADSHEET}t"))
            for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        named = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{SPREADSHEET}sheet")
        names = [one.attrib["name"] for one in named]
        sheets = [book.read(f"xl/worksheets/sheet{place}.xml") for place, _ in enumerate(names, 1)]
    return list(zip(names, (_sheet(ElementTree.fromstring(each), known) for each in sheets), strict=True))


def _sheet(root: ElementTree.Element, known: list[str]) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for row in root.iter(f"{SPREADSHEET}row"):
        cells = {ord(one.attrib["r"][0]) - ord("A"): _read(one, known) for one in row.iter(f"{SPREADSHEET}c")}
        wide = len(rows[0]) if rows else len(cells)
        rows.append([cells.get(place) for place in range(wide)])
    return rows


def _read(cell: ElementTree.Element, known: list[str]) -> Any:
    value = cell.findtext(f"{SPREADSHEET}v")
    if value is None:
        return None
    return known[int(value)] if cell.attrib.get("t") == "s" else float(value)


def _rows_agree(sheet: Sheet, heads: list[str], rows: list[list[Any]]) -> None:
    if sheet.says:
        assert rows, sheet.title
        for (sentence,) in rows:
            assert sheet.says(sentence), (sheet.title, sentence)
        return
    assert len(rows) == len(sheet.rows), (sheet.title, rows, sheet.rows)
    for row, meant in zip(rows, sheet.rows, strict=True):
        assert len(meant) == len(heads), sheet.title
        for cell, one in zip(row, meant, strict=True):
            assert _is(cell, one), (sheet.title, row, meant)


def _is(cell: Any, meant: Cell) -> bool:
    if isinstance(meant, Share):
        return bool(cell == str(meant)) if meant.of < FEWEST else abs(cell - meant.n / meant.of) < 1e-9
    if isinstance(meant, Pounds):
        return bool(cell == meant.pence / 100)
    if isinstance(meant, Length):
        off = PART * meant.days + ROUNDED if meant.near else 0
        return cell is not None and abs(cell - meant.days) <= off
    if isinstance(meant, re.Pattern):
        return bool(meant.fullmatch(cell))
    return bool((cell or None) == (meant or None)) if not isinstance(meant, int) else bool(cell == meant)


def _filed(sheet: Sheet, heads: list[str], row: list[Any], meant: Sequence[Cell]) -> list[tuple[str, ...]]:
    """The lines of the CSV that a row becomes: a share is told with what it is of."""
    first = _plain(row[0])
    if len(heads) == 1:
        return [(sheet.title, first, heads[0], first, "")]
    return [
        (sheet.title, first, head, *((str(one.n), str(one.of)) if isinstance(one, Share) else (_plain(cell), "")))
        for head, cell, one in list(zip(heads, row, meant, strict=True))[1:]
    ]


def _plain(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) else str(cell)
    return cell or ""


def _bare(told: str) -> str:
    """A whole number is one, whether it is told as 4 or as 4.0."""
    return told.removesuffix(".0") if re.fullmatch(r"\d+\.0", told) else told


def _words(sheet: Sheet, rows: list[list[Any]]) -> list[str]:
    """What has to be read on the pages of it, in this order."""
    if sheet.says:
        return [sheet.title, *(row[0] for row in rows)]
    told = [
        [_known(cell, one) for cell, one in zip(row, meant, strict=True)]
        for row, meant in zip(rows, sheet.rows, strict=True)
    ]
    drawn = sheet.drawn or (lambda row: row)
    title = "" if sheet.headless else sheet.title
    return [title, *("".join(map(_shown, drawn(tuple(row)))) for row in told), *sheet.below]


def _known(cell: Any, meant: Cell) -> Cell:
    """What may be a little off, and words of which only some are known, stand as they were filed."""
    if isinstance(meant, Length):
        return Length(cell)
    return cell if isinstance(meant, re.Pattern) else meant


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _titled(place: int, title: str) -> str:
    return f"{place} {title}"[:31].strip()
