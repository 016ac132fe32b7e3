"""Reports: four pages beside the same strokes on bare fpdf2, and every site's built and queued in one go."""

import copy
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from typing import Any

from fpdf import FPDF

from bench.house import House
from bench.measures.base import Measure, Measures, alone
from core import months, report
from core.access import machine
from core.brand import brand
from core.report import Draft, Person, Scope, Way
from core.report.building import HOUSE, titled
from core.report.content import Content
from core.report.drawn import set_in
from core.report.paper import Paper
from core.report.printing import printed
from core.report.scope import place_of
from core.typeset.fonts import FAMILY, FONTS
from core.work import reading, work
from data.tables import distribution

RATIO, MOST_MS = 3.0, 60_000.0
STROKES = (
    "add_page", "set_font", "set_text_color", "set_fill_color", "set_draw_color", "set_line_width", "text", "cell",
    "set_xy", "rect", "line",
)  # fmt: skip


class Reports(Measures):
    """The month of a large practice as it is printed; then a month end, for which every site has a list."""

    writes = True

    def of(self, house: House) -> Iterator[Measure]:
        """Gathering is measured with printing once, and printing alone against the strokes that it comes to."""
        day = house.plan.now.date()
        month = months.first_day(months.moved(months.month_of(day), -1))
        site = min(house.mia.sites)
        with reading() as db:
            place, group = place_of(db, Scope(site)), brand(db)
        content = report.kinds()["practice_month"].content(HOUSE, place, month)
        ours = partial(printed, content, group, house.plan.now)
        strokes = _strokes(content, group, house.plan.now)
        yield Measure(name="four pages", ours=ours, floor=partial(_drawn, strokes), ratio=RATIO)
        kilobytes = len(ours()) / 1024
        yield Measure(
            name=f"gathered and printed, {kilobytes:.0f} KB", ours=partial(_whole, place, group, month, house)
        )
        yield Measure(
            name="every site’s report built and queued",
            ours=partial(report.send_due, machine("job:reports")),
            before=partial(_listed, house),
            floor=alone,
            most_ms=MOST_MS,
            tries=1,
            by_wall=True,
        )


class Traced(Paper):
    """Keeps each stroke that is asked of it from above; what strokes ask of each other is theirs."""

    def __init__(self, *given: Any) -> None:
        self.strokes: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self._deep = 0
        super().__init__(*given)

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        return partial(self._stroke, name, found) if name in STROKES else found

    def _stroke(self, name: str, stroke: Any, *given: Any, **how: Any) -> Any:
        if not self._deep:
            self.strokes.append((name, given, how))
        self._deep += 1
        try:
            return stroke(*given, **how)
        finally:
            self._deep -= 1


def _strokes(content: Content, group: Any, now: Any) -> list[tuple[str, tuple[Any, ...], dict[str, Any]]]:
    paper = Traced(group, titled(content), "", now)
    set_in(paper, content)
    return paper.strokes


def _drawn(strokes: list[tuple[str, tuple[Any, ...], dict[str, Any]]]) -> bytes:
    """The same on bare fpdf2, its fonts read once."""
    page = copy.deepcopy(_bare())
    for name, given, how in strokes:
        getattr(page, name)(*given, **how)
    return bytes(page.output())


@cache
def _bare() -> FPDF:
    page = FPDF(format="A4")
    page.set_auto_page_break(False)
    page.add_font(FAMILY, "", FONTS / "inter-regular.ttf")
    page.add_font(FAMILY, "B", FONTS / "inter-semibold.ttf")
    return page


def _whole(place: Any, group: Any, month: date, house: House) -> bytes:
    return printed(report.kinds()["practice_month"].content(HOUSE, place, month), group, house.plan.now)


def _listed(house: House) -> None:
    """A list for each site, that has not had the last month."""
    people = (Person(Way.ATTACHMENT, house.cleo.account_id),)
    for site in sorted(house.demo.sites.values()):
        report.set_list(house.cleo, Draft("practice_month", Scope(site), people))
    before = months.moved(months.month_of(house.plan.now.date()), -2)
    with work() as db:
        db.execute(distribution.update().values(reached_on=months.first_day(before)))
