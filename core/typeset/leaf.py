"""A leaf of paper: text that stays text in any script, in few sizes and colours, each part tagged for what it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from fpdf import FPDF, ViewerPreferences
from fpdf.fonts import TTFFont

from core.brand import Brand
from core.typeset.fonts import FAMILY, equip, equip_for, plain, printable
from core.typeset.packed import VERSION, Packed
from core.typeset.tags import Tags

MISSING = "[?]"
"""Stands for letters of scripts that no font here has."""
Colour = tuple[int, int, int]
INK: Colour = (23, 33, 43)
QUIET: Colour = (91, 102, 112)
RULE: Colour = (221, 227, 231)
MARGIN = 22
_ARTIFACT = "Artifact"


class Leaf(FPDF):
    """A4, being set; everything it is given is plain text, whatever is in it."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        self.struct_builder: Tags = Tags()
        self.lacks, self._tag = False, ""
        equip(self)

    def entitle(self, brand: Brand, title: str, made_at: datetime) -> None:
        """Whose it is and what it is called. What says the same is the same bytes: `made_at` is the record's time."""
        self.set_creation_date(made_at)
        self.set_title(title)
        self.set_author(brand.name)
        self.set_lang("en-GB")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._set_min_pdf_version(VERSION)

    def use(self, size: float, colour: Colour = INK, *, bold: bool = False) -> None:
        """Write on in this size and colour."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(*colour)

    def say(self, x: float, y: float, text: str, width: float = 0, align: str = "L") -> None:
        """One line on the baseline `y`: cut with an ellipsis where it is wider than `width`, aligned within it."""
        text = self.known(text).replace("\n", " ")
        if not text.strip():
            return
        shaped = self._shaping(text)
        wide = self.wide(text) if width else 0
        if width and wide > width:
            text, wide = self._cut(text, width)
        start = x + {"L": 0, "C": (width - wide) / 2, "R": width - wide}[align]
        if not shaped:
            self.text(start, y, text)
            return
        self.set_xy(start, y - self.font_size * 0.8)
        self.cell(width or None, self.font_size, text)
        self._shaped()

    def lines(self, text: str, width: float = 0, height: float = 0, *, align: str = "L", **how: Any) -> None:
        """As many lines as it takes, down the page and on to the next; nothing for nothing."""
        if not text.strip():
            return
        told = self.known(text)
        self._shaping(told)
        how = {"new_x": "LMARGIN", "new_y": "NEXT"} | how
        self.multi_cell(width, height or self.font_size * 1.42, told, align=align, padding=0, **how)
        self._shaped()

    def wide(self, text: str) -> float:
        """How wide a line is."""
        if self.text_shaping or not isinstance(font := self.current_font, TTFFont):
            return self.get_string_width(text)
        return sum(font.cw[ord(letter)] for letter in text) * self.font_size / 1000

    def wrapped(self, text: str, width: float) -> list[str]:
        """The text in lines that fit; a word that is wider than a line has one to itself."""
        shaped, lines = self._shaping(self.known(text)), list[str]()
        for paragraph in text.split("\n"):
            line = ""
            for word in paragraph.split():
                longer = f"{line} {word}" if line else word
                if line and self.wide(self.known(longer)) > width:
                    lines, longer = [*lines, line], word
                line = longer
            lines.append(line)
        if shaped:
            self._shaped()
        return lines

    def known(self, text: str) -> str:
        """The text in characters that can be printed."""
        told = printable(text, MISSING)
        self.lacks = self.lacks or (MISSING in told and MISSING not in text)
        return told

    @contextmanager
    def tagged(self, tag: str, alt: str | None = None) -> Iterator[None]:
        """What is drawn meanwhile is one paragraph, heading, cell or figure; within another tag it is part of that."""
        if self._tag:
            yield
            return
        self._begin(tag, alt)
        yield
        self._end()

    @contextmanager
    def within(self, tag: str, alt: str | None = None) -> Iterator[None]:
        """What is tagged meanwhile belongs to one table, row or list."""
        self.struct_builder.begin(tag, self.page, alt)
        yield
        self.struct_builder.end()

    def ornament(self) -> Any:
        """What is drawn meanwhile says nothing: lines, colours, what stands on every page."""
        return self.tagged(_ARTIFACT)

    def add_page(self, *given: Any, **how: Any) -> None:
        """Go on a new page; what was being said goes on there, as another part of the same kind."""
        tag = self._tag
        if tag:
            self._end()
        super().add_page(*given, **how)
        if tag:
            self._begin(tag)

    def printed(self) -> bytes:
        """The whole of it."""
        return bytes(self.output(output_producer_class=Packed))

    def _begin(self, tag: str, alt: str | None = None) -> None:
        self._tag = tag
        if tag == _ARTIFACT:
            self._out("/Artifact BMC")
            return
        number, parent = self.struct_builder.mark(tag, self.page, alt)
        self.pages[self.page].struct_parents = parent
        self._out(f"/{tag} <</MCID {number}>> BDC")

    def _end(self) -> None:
        self._out("EMC")
        self._tag = ""

    def _shaping(self, text: str) -> bool:
        """Letters that join are shaped; Inter’s need none, and go quicker without."""
        shaped = not plain(text) and equip_for(self, text)
        if shaped:
            self.set_text_shaping(True)
        return shaped

    def _shaped(self) -> None:
        """Back to the quick way; which font the page was left with is not relied on."""
        if self.text_shaping:
            self.text_shaping, self.current_font_is_set_on_page = None, False

    def _cut(self, text: str, width: float) -> tuple[str, float]:
        """As much as fits, and how wide that is."""
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.wide(f"{text[:middle].rstrip()}…") <= width:
                low = middle
            else:
                high = middle - 1
        cut = f"{text[:low].rstrip()}…"
        return cut, self.wide(cut)


def colour_of(hexed: str) -> Colour:
    """The colour that #rrggbb names."""
    return int(hexed[1:3], 16), int(hexed[3:5], 16), int(hexed[5:7], 16)
