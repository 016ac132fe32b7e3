"""CSV files as people and systems write them: rows with the line they begin on, whatever the encoding."""

import csv
import io
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.errors import Refusal

LARGEST = 200 * 2**20
_FORMULA = frozenset("=+-@−")
_CONTROL = frozenset("\t\r\n")
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_SAID = {
    "unexpected end of data": "A quotation mark opened here is never closed; nothing after it was read.",
    "field larger than field limit (131072)": "A cell holds more text than any of these files should.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row and the line on which it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that was not taken, or taken with a doubt, and why."""

    line: int
    reason: str


def read(source: Path | BinaryIO) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or the Windows encoding of Western Europe."""
    content = source.read_bytes() if isinstance(source, Path) else source.read()
    if len(content) > LARGEST:
        raise Refusal(f"The file is larger than {LARGEST // 2**20} MB. Split it into parts.")
    encodings = ["utf-16"] if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("This is not a text file. Save the table as CSV in UTF-8 and try again.")


def rows(text: str, delimiter: str = ",") -> Iterator[Row | Bad]:
    """Each row that is not blank, and each that cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Bad(begins, _SAID.get(str(error), "The quotation marks on this line do not pair up."))
        else:
            if any(cell.strip() for cell in cells):
                yield Row(begins, cells)


def delimiter_of(text: str) -> str:
    """Whichever of comma, semicolon and tab the first line has most of."""
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: where it could, an apostrophe before it says that it is text."""
    seen = unicodedata.normalize("NFKC", "".join(c for c in text if unicodedata.category(c) not in _UNSEEN))
    return f"'{text}" if seen[:1] in _FORMULA or text[:1] in _CONTROL else text
