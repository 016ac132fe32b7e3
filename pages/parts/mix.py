"""Amounts of a whole as bars, the largest first: each with its number, its share, and where it leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from core import insight
from core.access import Actor
from core.insight import CODES, Asked, Measure
from pages.parts.chart import Led, slug, tabled, titled
from pages.parts.figures import percent
from pages.parts.links import behind

CSS = f"<style>{Path(__file__).with_suffix('.css').read_text()}</style>"
TITLE = "What they were for"
MOST = 8


@dataclass(frozen=True, slots=True)
class Amount:
    """A part of the whole; what is not sure is drawn pale."""

    label: str
    n: int
    href: str
    note: str = ""
    pale: bool = False


def mix(actor: Actor, asked: Asked) -> None:
    """The specialties of what was received."""
    cells = insight.cells(actor, asked, ("specialty",))
    found = sorted(((sums.received, code) for (code,), sums in cells.items() if sums.received), reverse=True)
    parts = [
        Amount(CODES["specialty"].get(code, "Not said"), n, behind(actor, asked, Measure.RECEIVED, specialty=code))
        for n, code in found
    ]
    whole = sum(part.n for part in parts)
    with st.container(key=f"chart-{slug(TITLE)}", gap="small"):
        titled(TITLE, _sentence(parts, whole), Measure.RECEIVED.sentence)
        if parts:
            amounts(TITLE, parts[:MOST], whole)
            rows = [(part.label, Led(part.n, part.href), percent(part.n, whole)) for part in parts]
            tabled(TITLE, ("Specialty", "Received", "Of received"), rows)


def amounts(title: str, parts: Sequence[Amount], whole: int) -> None:
    """Draw them against the largest."""
    most = max((part.n for part in parts), default=0) or 1
    rows = "".join(_row(part, most, whole) for part in parts)
    st.html(f"{CSS}<table class='amounts' aria-label='{escape(title)}'><tbody>{rows}</tbody></table>")


def _row(part: Amount, most: int, whole: int) -> str:
    n = f"{part.n:,}"
    n = f'<a data-go href="{escape(part.href)}">{n}</a>' if part.href and part.n else n
    note = f"<small>{escape(part.note)}</small>" if part.note else ""
    width = f"style='width:{100 * part.n / most:.2f}%'"
    bar = f"<span class='bar {'pale' if part.pale else ''}' {width}></span>" if part.n else ""
    if part.href and part.n:
        bar = f'<a class="to" data-go href="{escape(part.href)}" tabindex="-1" aria-hidden="true">{bar}</a>'
    return (
        f"<tr><th scope='row'>{escape(part.label)}{note}</th><td class='track'>{bar}</td>"
        f"<td class='n count'>{n}</td><td class='n'>{percent(part.n, whole)}</td></tr>"
    )


def _sentence(parts: Sequence[Amount], whole: int) -> str:
    if not parts:
        return "Nothing was received in these months."
    share = percent(parts[0].n, whole)
    return f"Most for {parts[0].label.lower()}: {parts[0].n:,} of {whole:,}{f', {share}' if share else ''}."
