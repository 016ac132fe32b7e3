"""Sets letters: one look for every page that leaves the house as PDF, in fonts of our own, text always as text."""

import copy
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import TTFFont

from core.brand import Brand
from core.settings import ROOT

FONTS = ROOT / "data" / "fonts"
FAMILY = "Inter"
MISSING = "[?]"
"""Stands for letters of scripts that Inter has not: it has Latin with Vietnamese, Greek and Cyrillic."""
_ALIKE = str.maketrans({"\t": "    ", "‐": "-", "‑": "-", "‒": "–", "―": "—", "\u2009": " ", "\u202f": " "})
"""Dashes and spaces that Inter has not, by those that look the same."""
INK, QUIET, RULE = (23, 33, 43), (91, 102, 112), (221, 227, 231)
MARGIN, LABELS = 22, 40
SIZE, TIGHTER = 10.0, 9.2
"""In points: a letter that runs over one page a little is set a little smaller."""


class Press(FPDF):
    """A letter being set; everything it is given is plain text, whatever is in it."""

    def begin(self, brand: Brand, title: str, made_at: datetime, foot: str, size: float = SIZE) -> None:
        """The first page, empty. Two letters that say the same are the same bytes: `made_at` is the record's time."""
        self.brand, self.foot, self.size, self.lacks = brand, foot, size, False
        self.set_creation_date(made_at)
        self.set_title(title)
        self.set_author(brand.name)
        self.set_lang("en-GB")
        self.set_margins(MARGIN, 18, MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, 22)
        self.add_page()

    def footer(self) -> None:
        """What letter this is, and which of its pages."""
        self.set_y(-15)
        self._use(self.size - 2, QUIET)
        self.cell(0, 4, self._known(f"{self.foot} · page {self.page_no()} of {{nb}}"), align="C")

    def letterhead(self, name: str, lines: Iterable[str]) -> None:
        """Whose letter it is: the group in its colour, the site and how to reach it."""
        top = self.get_y()
        self._use(self.size + 4, _colour(self.brand.colour), bold=True)
        self._lines(self.brand.name, self.epw / 2)
        left = self.get_y()
        self.set_xy(self.l_margin + self.epw / 2, top)
        self._use(self.size - 1.5, INK, bold=True)
        self._lines(name, self.epw / 2, align="R")
        self._use(self.size - 1.5, QUIET)
        for line in lines:
            self.set_x(self.l_margin + self.epw / 2)
            self._lines(line, self.epw / 2, align="R")
        self.set_y(max(left, self.get_y()) + 2)
        self.set_draw_color(*_colour(self.brand.colour))
        self.set_line_width(0.5)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.space(2)

    def address(self, lines: Iterable[str], beside: Iterable[tuple[str, str]]) -> None:
        """Whom it goes to, and its date and references beside."""
        top = self.get_y()
        self._use(self.size, INK)
        for line in lines:
            self._lines(line, self.epw * 0.55)
        left = self.get_y()
        self.set_y(top)
        for name, text in ((name, text) for name, text in beside if text):
            self.set_x(self.l_margin + self.epw * 0.6)
            self._use(self.size - 1, QUIET)
            self._lines(name, self.epw * 0.18, stay=True)
            self._use(self.size - 1, INK)
            self._lines(text, self.epw * 0.22)
        self.set_y(max(left, self.get_y()))
        self.space(2)

    def headline(self, text: str, mark: str = "") -> None:
        """What it is about, and what is pressing about it."""
        self._use(self.size + 3, INK, bold=True)
        self._lines(text)
        if mark:
            self._use(self.size, (180, 35, 24), bold=True)
            self._lines(mark)
        self.space()

    def heading(self, text: str) -> None:
        """What the next lines are about."""
        if self.will_page_break(self.size * 2):
            self.add_page()
        self._use(self.size, _colour(self.brand.colour), bold=True)
        self._lines(text)
        self.space(0.3)

    def paragraph(self, text: str) -> None:
        """Words as they were written."""
        self._use(self.size, INK)
        self._lines(text)
        self.space()

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Names and what stands behind them; what is empty is left out."""
        for name, text in pairs:
            if text:
                self._fact(name, text)
        self.space()

    def signature(self, name: str, under: str) -> None:
        """Room to sign, all on one page."""
        if self.will_page_break(self.size * 3.2):
            self.add_page()
        self.space(4.5)
        self.set_draw_color(*RULE)
        self.set_line_width(0.3)
        self.line(self.l_margin, self.get_y(), self.l_margin + 70, self.get_y())
        self.space(0.4)
        self._use(self.size, INK, bold=True)
        self._lines(name)
        self._use(self.size - 1, QUIET)
        self._lines(under)

    def space(self, lines: float = 1) -> None:
        """Leave room."""
        self.ln(self.size * 0.42 * lines)

    def printed(self) -> bytes:
        """The whole letter; says at its end when something could not be printed."""
        if self.lacks:
            self.space()
            self._use(self.size - 1, QUIET)
            self._lines(f"{MISSING} stands for characters that this letter cannot print. The record has them.")
        return bytes(self.output())

    def _fact(self, name: str, text: str) -> None:
        if self.will_page_break(self.size):
            self.add_page()
        page = self.page
        self._use(self.size - 1, QUIET)
        self._lines(name, LABELS - 3, stay=True)
        top, below = self.get_y(), self.get_y() + self.size * 0.5
        self.set_xy(self.l_margin + LABELS, top)
        self._use(self.size, INK)
        self._lines(text, self.epw - LABELS)
        if self.page == page:
            self.set_y(max(self.get_y(), below))

    def _use(self, size: float, colour: tuple[int, int, int], *, bold: bool = False) -> None:
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(*colour)

    def _lines(self, text: str, width: float = 0, *, align: str = "L", stay: bool = False) -> None:
        if not text.strip():
            return
        how: dict[str, Any] = {"new_x": "RIGHT", "new_y": "TOP"} if stay else {"new_x": "LMARGIN", "new_y": "NEXT"}
        self.multi_cell(
            width, max(self.font_size_pt, self.size) * 0.5, self._known(text), align=align, padding=0, **how
        )

    def _known(self, text: str) -> str:
        """The text in characters that the font has; a run of others is marked once."""
        known, out = _characters(), []
        for letter in unicodedata.normalize("NFC", text).translate(_ALIKE):
            if letter in known:
                out.append(letter)
            elif unicodedata.category(letter)[0] != "C" and (not out or out[-1] != MISSING):
                out.append(MISSING)
        self.lacks = self.lacks or MISSING in out
        return "".join(out)


def press() -> Press:
    """An empty letter. What was read out of the fonts is everybody's; their files are opened anew, for printing
    leaves only the letters used in them."""
    page = copy.deepcopy(_empty())
    for font in page.fonts.values():
        if isinstance(font, TTFFont):
            font.ttfont = TTFont(font.ttffile, recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    return page


@cache
def _empty() -> Press:
    page = Press(format="A4")
    page.add_font(FAMILY, "", FONTS / "inter-regular.ttf")
    page.add_font(FAMILY, "B", FONTS / "inter-semibold.ttf")
    return page


def fitted(set_in: Callable[[float], Press]) -> bytes:
    """A letter in the size in which it fits one page, or in the usual one."""
    page = set_in(SIZE)
    if page.pages_count > 1 and (tighter := set_in(TIGHTER)).pages_count == 1:
        page = tighter
    return page.printed()


@cache
def _characters() -> frozenset[str]:
    """What both weights can print, and the end of a line."""
    cmap: Any = _empty().fonts[FAMILY.lower()].cmap  # type: ignore[union-attr]  # a TTF, added above
    return frozenset(map(chr, cmap)) | {"\n"}


def _colour(hexed: str) -> tuple[int, int, int]:
    return int(hexed[1:3], 16), int(hexed[3:5], 16), int(hexed[5:7], 16)
