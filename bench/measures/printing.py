"""What is printed: a letter and a report of ours beside bare pages with as much on them."""

from collections.abc import Iterator
from datetime import UTC, datetime

from fpdf import FPDF

from bench.house import House
from bench.measures.base import Measure, Measures
from core.brand import Brand
from core.document.press import SIZE, press
from core.insight import months
from core.report import Scope
from core.report.building import HOUSE
from core.report.kinds import kinds
from core.report.printing import printed
from core.report.scope import place_of
from core.work import reading

WORDS = "Pain on biting, sensitive to cold, worse at night. Tender to percussion, no swelling. "
FACTS = [(f"Fact {number}", WORDS[:60]) for number in range(12)]
MADE = datetime(2026, 3, 10, tzinfo=UTC)


class Printing(Measures):
    """On the processor; what a report says is gathered before."""

    def of(self, house: House) -> Iterator[Measure]:
        """A page, and four with charts; how large that is stands beside its name."""
        yield Measure(name="letter as PDF", ours=_ours, floor=_bare, ratio=3)
        last = months.first_day(months.moved(months.month_of(house.plan.now.date()), -1))
        with reading() as db:
            place = place_of(db, Scope(min(house.mia.sites)))
        content = kinds()["practice_month"].content(HOUSE, place, last)
        group = Brand("Harbour Dental Group", "#0f5c5c")
        size = len(printed(content, group, MADE)) / 1000
        yield Measure(
            name=f"practice month as PDF, {size:.0f} KB", ours=lambda: printed(content, group, MADE),
            floor=_bare_report, ratio=3,
        )  # fmt: skip


def _bare() -> None:
    """One built-in font and no looks."""
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=SIZE)
    for text in [*(f"{name} {fact}" for name, fact in FACTS), WORDS * 4]:
        page.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
    page.output()


def _bare_report() -> None:
    """Four pages, on each a chart of twelve bars and a table of twenty rows, drawn straight away."""
    page = FPDF()
    page.set_font("helvetica", size=SIZE)
    for number in range(4):
        page.add_page()
        page.cell(0, 8, f"Page {number}", new_x="LMARGIN", new_y="NEXT")
        for bar in range(12):
            page.rect(20 + bar * 14, 90 - bar * 4, 10, 10 + bar * 4, style="F")
            page.text(20 + bar * 14, 106, f"{bar + 1}")
        page.set_y(115)
        for row in range(20):
            for column in range(5):
                page.cell(34, 6, f"{row * column}", new_x="RIGHT", new_y="TOP")
            page.ln(6)
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
