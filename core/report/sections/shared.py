"""What the sections share: the rates that stand in columns, the months of a year, and how lengths are told."""

from datetime import timedelta

from core import months
from core.report.content import Cell
from core.report.gathered import YEAR, Figures

Row = tuple[Cell, ...]
RATES = ("acknowledgement", "booking", "attendance", "completion", "no_show", "sla")
SHORT = {
    "acknowledgement": "Ackn. in time", "booking": "Booked %", "attendance": "Seen %", "completion": "Done %",
    "no_show": "No-show", "sla": "Deadlines met",
}  # fmt: skip


def twelve(told: Figures) -> list[int]:
    """The months of the year that ends with the report's."""
    return list(months.between(months.moved(told.month, 1 - YEAR), months.moved(told.month, 1)))


def short(month: int) -> str:
    """Oct."""
    return f"{months.first_day(month):%b}"


def name(month: int) -> str:
    """October."""
    return f"{months.first_day(month):%B}"


def whole(month: int) -> str:
    """October 2026."""
    return f"{months.first_day(month):%B %Y}"


def in_days(length: timedelta) -> float:
    """Of stays, which are shorter than a day now and then."""
    return round(length.total_seconds() / 86_400, 2)
