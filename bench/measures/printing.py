"""A letter of ours beside a bare page of the same words; for reports see paper."""

from collections.abc import Iterator
from datetime import UTC, datetime

from fpdf import FPDF

from bench.house import House
from bench.measures.base import Measure, Measures
from core.brand import Brand
from core.document.press import SIZE, press

WORDS = "Pain on biting, sensitive to cold, worse at night. Tender to percussion, no swelling. "
FACTS = [(f"Fact {number}", WORDS[:60]) for number in range(12)]
MADE = datetime(2026, 3, 10, tzinfo=UTC)


class Printing(Measures):
    """On the processor; no database is asked."""

    def of(self, _house: House) -> Iterator[Measure]:
        """One page."""
        yield Measure(name="letter as PDF", ours=_ours, floor=_bare, ratio=3)


def _bare() -> None:
    """One built-in font and no looks."""
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=SIZE)
    for text in [*(f"{name} {fact}" for name, fact in FACTS), WORDS * 4]:
        page.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
    page.output()


def _ours() -> None:
    page = press()
    page.begin(Brand("Harbour Dental Group", "#0f5c5c"), "Referral", MADE, "B-2026-000001-X")
    page.letterhead("Harbour Leeds", ["14 Chandlers Wharf", "Leeds LS1 0ZX"])
    page.headline("Referral for oral surgery")
    page.facts(FACTS)
    page.paragraph(WORDS * 4)
    page.signature("Dr Tobias Wren", "Harbour Leeds")
    page.printed()
