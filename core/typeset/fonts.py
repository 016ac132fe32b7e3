"""The fonts of everything printed: Inter, and for names in other scripts one that has their letters."""

import copy
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import Glyph, SubsetMap, TTFFont

from core.settings import ROOT

FONTS = ROOT / "data" / "fonts"
FAMILY = "Inter"
OTHERS = ("arabic", "hebrew", "devanagari", "bengali", "gurmukhi", "gujarati")
"""Scripts that Inter has not, and that people here write their names in. Chinese, Japanese and Korean would weigh
more than everything else that is shipped."""
_WEIGHTS = {"": "inter-regular.ttf", "B": "inter-semibold.ttf"}
_ALIKE = str.maketrans({"\t": "    ", "‐": "-", "‑": "-", "‒": "–", "―": "—", "\u2009": " ", "\u202f": " "})
"""Dashes and spaces that Inter has not, by those that look the same."""
JOINERS = "\u200c\u200d"
_NOTHING = (0x2060,)
"""What a dot or a vowel sign says that is drawn apart from its letter: the letter has said it."""


class _Subset(SubsetMap):
    """The letters used of a font; every one of them can be read out of the file again."""

    def pick_glyph(self, glyph: Glyph | None) -> int | None:
        silent = glyph is not None and glyph.unicode == ()
        return super().pick_glyph(replace(glyph, unicode=_NOTHING) if glyph and silent else glyph)


def equip(page: FPDF) -> None:
    """Give a page the two weights of Inter."""
    for weight in _WEIGHTS:
        _lend(page, f"{FAMILY.lower()}{weight}")


def equip_for(page: FPDF, text: str) -> bool:
    """Give it also what else a text needs, which is rare; whether it needs anything else."""
    needed = [script for script in OTHERS if not letters(script).isdisjoint(text)] if not plain(text) else []
    new = [script for script in needed if f"noto-{script}" not in page.fonts]
    for script in new:
        _lend(page, f"noto-{script}")
    if new:
        page.set_fallback_fonts([key for key in page.fonts if key.startswith("noto-")], exact_match=False)
    return bool(needed)


def plain(text: str) -> bool:
    """Whether Inter has all of it."""
    return letters("").issuperset(text)


def printable(text: str, missing: str) -> str:
    """The text in characters that some font has; a run of others is marked once, what has no shape is left out."""
    text = unicodedata.normalize("NFC", text).translate(_ALIKE)
    if plain(text):
        return text
    known, out = _everything(), list[str]()
    for letter in text:
        if letter in known:
            out.append(letter)
        elif unicodedata.category(letter)[0] != "C" and (not out or out[-1] != missing):
            out.append(missing)
    return "".join(out)


def _lend(page: FPDF, key: str) -> None:
    """What was read out of a font is everybody's; its file is opened anew, for printing leaves only letters used."""
    font = copy.copy(_library().fonts[key])
    if isinstance(font, TTFFont):
        font.ttfont = TTFont(font.ttffile, recalcTimestamp=False, recalcBBoxes=False, lazy=True)
        font.missing_glyphs, font.biggest_size_pt = [], 0
        font.subset = _Subset(font)
    page.fonts[key] = font


@cache
def letters(script: str) -> frozenset[str]:
    """What the font of a script can print; both weights of Inter and the end of a line for none."""
    library = _library()
    if not script:
        return frozenset(map(chr, _cmap(library, FAMILY.lower()))) | {"\n"}
    return frozenset(map(chr, _cmap(library, f"noto-{script}"))) - letters("")


@cache
def _everything() -> frozenset[str]:
    return letters("").union(*map(letters, OTHERS), JOINERS)


def _cmap(library: FPDF, key: str) -> Iterable[int]:
    font: Any = library.fonts[key]
    return [code for code in font.cmap if code > 0x1F]


@cache
def _library() -> FPDF:
    """Every font, read once."""
    library = FPDF()
    for weight, name in _WEIGHTS.items():
        library.add_font(FAMILY, weight, FONTS / name)
    for script in OTHERS:
        library.add_font(f"noto-{script}", "", FONTS / f"noto-{script}.ttf")
    return library
