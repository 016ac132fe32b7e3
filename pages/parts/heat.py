"""A table of numbers, each on a tint as warm as it is high, leading to what it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from pages.parts.chart import Led, slug, tabled, titled

CSS = Path(__file__).with_suffix(".css")
SHADES = 6


@dataclass(frozen=True, slots=True)
class Warm:
    """One number: as it is shown, what stands small under it, what it says when pointed at, and where it leads.
    `heat` from nought to one is how warm its ground is; the tone is shown while there is any."""

    shown: str
    under: str = ""
    says: str = ""
    href: str = ""
    heat: float | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is called, where that leads, its numbers by column, whether it is the one looked at, and what
    stands small under its name."""

    name: str
    href: str
    cells: Mapping[str, Warm]
    chosen: bool = False
    under: str = ""


def heat(
    title: str, says: str, columns: Mapping[str, str], lines: Sequence[Line], *, about: str = "", of: str = "Site"
) -> None:
    """Draw it; the columns by their codes, the first one names what a row is `of`. Where there is little room a row is
    a heading with its numbers below."""
    with st.container(key=f"chart-{slug(title)}", gap="small"):
        titled(title, says, about)
        if not lines:
            return
        heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in (of, *columns.values()))
        body = "".join(_line(line, columns) for line in lines)
        st.html(CSS)
        st.html(
            f'<table class="heat"><caption class="unseen">{escape(title)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        )
        tabled(title, [of, *columns.values()], [_plain(line, columns) for line in lines])


def _line(line: Line, columns: Mapping[str, str]) -> str:
    name = leading(line.href, escape(line.name))
    cells = "".join(_cell(line.cells.get(code), called) for code, called in columns.items())
    under = f"<small>{escape(line.under)}</small>" if line.under else ""
    mark = ' aria-current="true"' if line.chosen else ""
    return f'<tr{mark}><th scope="row">{name}{under}</th>{cells}</tr>'


def _cell(cell: Warm | None, called: str) -> str:
    if cell is None:
        return '<td class="none"></td>'
    under = f"<small>{escape(cell.under)}</small>" if cell.under else ""
    shade = "bare" if cell.heat is None else f"warm-{min(int(cell.heat * SHADES), SHADES - 1)}"
    hover = f' title="{escape(cell.says)}"' if cell.says else ""
    tone = f' class="tone {cell.tone}"' if cell.tone else ""
    shown = f"<b{tone}>{leading(cell.href, escape(cell.shown))}</b>"
    return f'<td class="{shade}"{hover}><span class="called">{escape(called)}</span>{shown}{under}</td>'


def leading(href: str, shown: str) -> str:
    """Markup that leads somewhere, where there is an address."""
    return f'<a data-go href="{escape(href)}">{shown}</a>' if href else shown


def _plain(line: Line, columns: Mapping[str, str]) -> list[str | Led | None]:
    cells = [line.cells.get(code) for code in columns]
    return [line.name, *(Led(cell.shown, cell.href) if cell else None for cell in cells)]
