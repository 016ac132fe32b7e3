"""python -m bench.letter: what a letter costs against a bare page of the same words, interleaved, as medians."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from fpdf import FPDF

from core.brand import Brand
from core.document.press import SIZE, press

TRIES = 30
WORDS = "Pain on biting, sensitive to cold, worse at night. Tender to percussion, no swelling. "
FACTS = [(f"Fact {number}", WORDS[:60]) for number in range(12)]
MADE = datetime(2026, 3, 10, tzinfo=UTC)


def main() -> None:
    """Both in turn, so that what else the machine does falls on both."""
    taken: dict[str, list[float]] = {"bare page": [], "our letter": []}
    for _ in range(TRIES):
        for name, printed in (("bare page", _bare), ("our letter", _ours)):
            taken[name].append(_seconds(printed))
    medians = {name: statistics.median(times) * 1000 for name, times in taken.items()}
    for name, median in medians.items():
        print(f"{name:11} {median:6.1f} ms")  # noqa: T201 - a bench speaks
    ratio = medians["our letter"] / medians["bare page"]
    print(f"ratio {ratio:.1f}, {len(_ours()):,} bytes")  # noqa: T201 - a bench speaks


def _seconds(printed: Callable[[], bytes]) -> float:
    begun = time.perf_counter()
    printed()
    return time.perf_counter() - begun


def _bare() -> bytes:
    """One built-in font and no looks."""
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=SIZE)
    for text in [*(f"{name} {fact}" for name, fact in FACTS), WORDS * 4]:
        page.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())


def _ours() -> bytes:
    page = press()
    page.begin(Brand("Harbour Dental Group", "#0f5c5c"), "Referral", MADE, "B-2026-000001-X")
    page.letterhead("Harbour Leeds", ["14 Chandlers Wharf", "Leeds LS1 0ZX"])
    page.headline("Referral for oral surgery")
    page.facts(FACTS)
    page.paragraph(WORDS * 4)
    page.signature("Dr Tobias Wren", "Harbour Leeds")
    return page.printed()


if __name__ == "__main__":
    main()
