"""Sets letters: one look for every letter that leaves the house as PDF, text always as text."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from core.brand import Brand
from core.typeset import INK, MARGIN, MISSING, QUIET, RULE, Leaf, colour_of

__all__ = ["MISSING", "Press", "fitted", "press"]
LABELS = 40
SIZE, TIGHTER = 10.0, 9.2
"""In points: a letter that runs over one page a little is set a little smaller."""


class Press(Leaf):
    """A letter being set."""

    def begin(self, brand: Brand, title: str, made_at: datetime, foot: str, size: float = SIZE) -> None:
        """The first page, empty. Two letters that say the same are the same bytes: `made_at` is the record's time."""
        self.brand, self.foot, self.size = brand, foot, size
        self.entitle(brand, title, made_at)
        self.set_margins(MARGIN, 18, MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, 22)
        self.add_page()

    def footer(self) -> None:
        """What letter this is, and which of its pages."""
        self.set_y(-15)
        self.use(self.size - 2, QUIET)
        with self.ornament():
            self.cell(0, 4, self.known(f"{self.foot} · page {self.page_no()} of {{nb}}"), align="C")

    def letterhead(self, name: str, lines: Iterable[str]) -> None:
        """Whose letter it is: the group in its colour, the site and how to reach it."""
        top = self.get_y()
        self.use(self.size + 4, colour_of(self.brand.colour), bold=True)
        self._lines(self.brand.name, self.epw / 2)
        left = self.get_y()
        self.set_xy(self.l_margin + self.epw / 2, top)
        self.use(self.size - 1.5, INK, bold=True)
        self._lines(name, self.epw / 2, align="R")
        self.use(self.size - 1.5, QUIET)
        for line in lines:
            self.set_x(self.l_margin + self.epw / 2)
            self._lines(line, self.epw / 2, align="R")
        self.set_y(max(left, self.get_y()) + 2)
        self.set_draw_color(*colour_of(self.brand.colour))
        self.set_line_width(0.5)
        with self.ornament():
            self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.space(2)

    def address(self, lines: Iterable[str], beside: Iterable[tuple[str, str]]) -> None:
        """Whom it goes to, and its date and references beside."""
        top = self.get_y()
        self.use(self.size, INK)
        for line in lines:
            self._lines(line, self.epw * 0.55)
        left = self.get_y()
        self.set_y(top)
        for name, text in ((name, text) for name, text in beside if text):
            self.set_x(self.l_margin + self.epw * 0.6)
            self.use(self.size - 1, QUIET)
            self._lines(name, self.epw * 0.18, stay=True)
            self.use(self.size - 1, INK)
            self._lines(text, self.epw * 0.22)
        self.set_y(max(left, self.get_y()))
        self.space(2)

    def headline(self, text: str, mark: str = "") -> None:
        """What it is about, and what is pressing about it."""
        self.use(self.size + 3, INK, bold=True)
        self._lines(text, tag="H1")
        if mark:
            self.use(self.size, (180, 35, 24), bold=True)
            self._lines(mark)
        self.space()

    def heading(self, text: str) -> None:
        """What the next lines are about."""
        if self.will_page_break(self.size * 2):
            self.add_page()
        self.use(self.size, colour_of(self.brand.colour), bold=True)
        self._lines(text, tag="H2")
        self.space(0.3)

    def paragraph(self, text: str) -> None:
        """Words as they were written."""
        self.use(self.size, INK)
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
        with self.ornament():
            self.line(self.l_margin, self.get_y(), self.l_margin + 70, self.get_y())
        self.space(0.4)
        self.use(self.size, INK, bold=True)
        self._lines(name)
        self.use(self.size - 1, QUIET)
        self._lines(under)

    def space(self, lines: float = 1) -> None:
        """Leave room."""
        self.ln(self.size * 0.42 * lines)

    def printed(self) -> bytes:
        """The whole letter; says at its end when something could not be printed."""
        if self.lacks:
            self.space()
            self.use(self.size - 1, QUIET)
            self._lines(f"{MISSING} stands for characters that this letter cannot print. The record has them.")
        return super().printed()

    def _fact(self, name: str, text: str) -> None:
        if self.will_page_break(self.size):
            self.add_page()
        page = self.page
        self.use(self.size - 1, QUIET)
        self._lines(name, LABELS - 3, stay=True)
        top, below = self.get_y(), self.get_y() + self.size * 0.5
        self.set_xy(self.l_margin + LABELS, top)
        self.use(self.size, INK)
        self._lines(text, self.epw - LABELS)
        if self.page == page:
            self.set_y(max(self.get_y(), below))

    def _lines(self, text: str, width: float = 0, *, align: str = "L", stay: bool = False, tag: str = "P") -> None:
        how: dict[str, Any] = {"new_x": "RIGHT", "new_y": "TOP"} if stay else {}
        if text.strip():
            with self.tagged(tag):
                self.lines(text, width, max(self.font_size_pt, self.size) * 0.5, align=align, **how)


def press() -> Press:
    """An empty letter."""
    return Press()


def fitted(set_in: Callable[[float], Press]) -> bytes:
    """A letter in the size in which it fits one page, or in the usual one."""
    page = set_in(SIZE)
    if page.pages_count > 1 and (tighter := set_in(TIGHTER)).pages_count == 1:
        page = tighter
    return page.printed()
