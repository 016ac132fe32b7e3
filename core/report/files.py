"""The tables of a report as files: a sheet each in a workbook, and one line for each figure as CSV."""

import csv
import io
import re
from collections.abc import Callable

from xlsxwriter import Workbook

from core.insight import Rate
from core.report.content import Cell, Column, Kept
from core.sheet import guarded

LONGEST = 31
"""Letters that the name of a sheet has at most."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
LOOKS = {"count": "#,##0", "share": "0 %", "money": "£#,##0.00", "days": "0.0"}


def workbook(kept: Kept) -> bytes:
    """Numbers as numbers, every text as a text whatever it begins with."""
    content = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(content, plain)
    bold = book.add_format({"bold": True})
    looks = {form: book.add_format({"num_format": look}) for form, look in LOOKS.items()}
    for place, numbers in enumerate(kept.tables, 1):
        sheet = book.add_worksheet(_sheet_name(place, numbers.title))
        for number, column in enumerate(numbers.columns):
            sheet.set_column(number, number, 12 if column.form in LOOKS else 28)
            sheet.write_string(0, number, column.title, bold)
        for line, row in enumerate(numbers.rows, 1):
            for number, (column, cell) in enumerate(zip(numbers.columns, row, strict=True)):
                value = _value(column, cell)
                if isinstance(value, str):
                    sheet.write_string(line, number, value)
                elif value is not None:
                    sheet.write_number(line, number, value, looks.get(column.form))
        sheet.freeze_panes(1, 0)
    book.close()
    return content.getvalue()


def lines(kept: Kept) -> bytes:
    """Section, line, figure, value, and of how many a share is: UTF-8 with its mark, as spreadsheets want it."""
    into = io.StringIO()
    writer = csv.writer(into, quoting=csv.QUOTE_ALL)
    writer.writerow(("Section", "Line", "Figure", "Value", "Of"))
    for numbers in kept.tables:
        for row in numbers.rows:
            first = guarded(numbers.columns[0].shown(row[0]))
            for column, cell in list(zip(numbers.columns, row, strict=True))[1:] or [(numbers.columns[0], row[0])]:
                value, of = (cell.n, cell.of) if isinstance(cell, Rate) else (_value(column, cell), "")
                told = guarded(value) if isinstance(value, str) else "" if value is None else value
                writer.writerow((guarded(numbers.title), first, guarded(column.title), told, of))
    return into.getvalue().encode("utf-8-sig")


def _value(column: Column, cell: Cell) -> str | float | None:
    if isinstance(cell, Rate):
        return cell.share if cell.share is not None else cell.words
    if column.form == "money" and isinstance(cell, int | float):
        return cell / 100
    return cell


def _sheet_name(place: int, title: str) -> str:
    """Numbered, so that no two are alike; without what Excel forbids."""
    return f"{place} {FORBIDDEN.sub(' ', title)}"[:LONGEST].strip()


FORMS: dict[str, tuple[str, Callable[[Kept], bytes] | None]] = {
    "pdf": ("application/pdf", None),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
    "csv": ("text/csv; charset=utf-8", lines),
}
