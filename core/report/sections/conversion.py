"""From referral to treatment: the funnel, where else they went, and both month by month."""

from core import months
from core.insight import METRICS, Measure, Sums, rate
from core.report.content import Beside, Column, Funnel, Numbers, Section, Table, Trend
from core.report.gathered import Figures
from core.report.notable import still
from core.report.sections.shared import RATES, SHORT, Row, short, twelve, whole

FUNNEL = (Measure.RECEIVED, Measure.ACKNOWLEDGED, Measure.ACCEPTED, Measure.BOOKED, Measure.ATTENDED, Measure.COMPLETED)
ENDS = (Measure.DECLINED, Measure.REDIRECTED, Measure.CANCELLED, Measure.LOST)


def conversion(told: Figures) -> Section:
    """The funnel, what else became of them, and both month by month."""
    return Section(
        "From referral to treatment",
        (Beside((_funnel(told.year), _ends(told.year)), (2.1, 1)), _monthly(told), _by_month(told, "booking")),
        f"Referrals received in the twelve months up to {whole(told.month)}, and what had become of them by "
        f"{told.today.day} {told.today:%B %Y}.",
        new_page=True,
    )


def _funnel(year: Sums) -> Funnel:
    rows = tuple((measure.label, year[measure]) for measure in FUNNEL)
    return Funnel(Numbers("How far they came", (Column("Step"), Column("Referrals", "count")), rows))


def _ends(year: Sums) -> Table:
    rows = [(measure.label, year[measure]) for measure in ENDS]
    rows += [("Still on their way", max(still(year), 0)), ("Completed", year.completed)]
    columns = (Column("Where they are now", width=2.2), Column("Referrals", "count"))
    return Table(Numbers("Where they stand", columns, (*rows, ("Received", year.received))), barred=(1,), strong=1)


def _monthly(told: Figures) -> Table:
    read = twelve(told)
    columns = (
        Column("Received in", width=1.3), Column("Received", "count"), Column("Accepted", "count"),
        Column("Booked", "count"), Column("Seen", "count", 0.8), Column("Completed", "count"),
        *(Column(SHORT[code], "share", 0.8) for code in RATES),
    )  # fmt: skip
    rows = tuple(_month(told.sums(month), months.spoken(month)) for month in read)
    whole = _month(told.year, "12 months")
    pale = frozenset(place for place, month in enumerate(read) if told.ended(month) < METRICS["attendance"].ripe)
    note = "Grey months are too recent to tell: visits are still to come. Below five, counts are told."
    return Table(Numbers("Month by month", columns, (*rows, whole), note), pale=pale, strong=1)


def _month(sums: Sums, name: str) -> Row:
    counts = (sums.received, sums.accepted, sums.booked, sums.attended, sums.completed)
    return (name, *counts, *(rate(code, sums) for code in RATES))


def _by_month(told: Figures, code: str) -> Trend:
    """How a rate went, month by month; what is too recent is pale."""
    metric = METRICS[code]
    read = twelve(told)
    rows = tuple((short(month), rate(metric, told.sums(month))) for month in read)
    pale = frozenset(place for place, month in enumerate(read) if told.ended(month) < metric.ripe)
    note = f"of those received in each month; pale is too recent to tell, within {metric.ripe} days"
    return Trend(Numbers(metric.label, (Column("Month"), Column(metric.label, "share")), rows, note), pale)
