"""How long patients wait, and at which stage and site the time goes."""

from collections.abc import Mapping

from core.insight import LEAD_TIMES, LEAST, METRICS, Histogram, Stay
from core.referral import STAGES, Stage
from core.report.content import Beside, Column, Numbers, Section, Spread, Table, Trend
from core.report.gathered import YEAR, Figures
from core.report.sections.shared import Row, in_days, short, twelve, whole

WORKED = (
    Stage.SENT, Stage.ACKNOWLEDGED, Stage.NEEDS_INFORMATION, Stage.ACCEPTED, Stage.WAITLISTED, Stage.BOOKED,
    Stage.IN_TREATMENT, Stage.REPORTED,
)  # fmt: skip
"""Stages at which somebody has something to do."""
BARS = 16


def waiting(told: Figures) -> Section:
    """How long it takes to get from step to step, and where referrals stand and wait now."""
    spreads = tuple(_spread(told, code) for code in LEAD_TIMES)
    return Section(
        "How long patients wait",
        (Beside(spreads), _longer(told), _stages(told)),
        f"Whole days from the day a referral was received, for the twelve months up to {whole(told.month)}. "
        "Who still waits is told beside, never left out.",
        new_page=True,
    )


def _longer(told: Figures) -> Trend:
    """Within how many days half of each month's were booked."""
    read = twelve(told)
    found = [told.days("booked", month) for month in read]
    rows = tuple(
        (short(month), days_.rank(0.5) if days_.n >= LEAST else None) for month, days_ in zip(read, found, strict=True)
    )
    pale = frozenset(place for place, month in enumerate(read) if told.ended(month) < METRICS["booking"].ripe)
    columns = (Column("Month"), Column("Half booked within", "days"))
    return Trend(Numbers("Half were booked within", columns, rows, "by the month they were received in"), pale)


def _spread(told: Figures, code: str) -> Spread:
    lead = LEAD_TIMES[code]
    found, waits = told.days(code, told.month, YEAR), told.year[lead.waiting]
    under = f"{found.n:,} came there, {waits:,} still wait" if found.n or waits else "none yet"
    columns = (Column("Days from", "count"), Column("Days to", "count"), Column("Referrals", "count"))
    rows = tuple(_bars(found)) if found.n >= LEAST else ()
    median, p90 = (found.rank(0.5), found.rank(0.9)) if rows else (None, None)
    return Spread(Numbers(lead.label, columns, rows), median, p90, under)


def _bars(found: Histogram) -> list[tuple[int, int, int]]:
    """At most sixteen of the same width; the last also holds what took longer than nearly all."""
    end = (found.rank(0.98) or 0) + 1
    width = max(1, -(-end // BARS))
    bars = [[first, first + width - 1, 0] for first in range(0, end, width)]
    for value, n in zip(found.values, found.counts, strict=True):
        bars[min(value // width, len(bars) - 1)][2] += n
    return [(first, last, n) for first, last, n in bars]


def _stages(told: Figures) -> Table:
    known = [stage for stage in Stage if stage in told.waiting or stage in told.stays]
    rows = tuple(_stage(told, stage) for stage in known if stage is not Stage.DRAFT)
    columns = (
        Column("Stage", width=2), Column("Open now", "count"), Column("Late now", "count"),
        Column("Stays that ended", "count"), Column("Half took at most", "days", 1.1),
        Column("Nine in ten at most", "days", 1.1),
    )  # fmt: skip
    return Table(
        Numbers("Stage by stage", columns, rows, "Stays that ended in these twelve months; from five on."),
        shaded=(4, 5),
    )


def _stage(told: Figures, stage: Stage) -> Row:
    now, stay = told.waiting.get(stage), told.stays.get(stage)
    times = (None, None) if stay is None or stay.n < LEAST else (in_days(stay.median), in_days(stay.p90))
    counts = (now.open, now.late) if now else (0, 0)
    return (STAGES[stage].inbound, *counts, stay.n if stay else 0, *times)


def stages_by_site(told: Figures) -> Section:
    """Half of the stays at a stage took at most so long, site by site."""
    columns = (Column("Site", width=2.2), *(Column(STAGES[stage].inbound, "days") for stage in WORKED))
    rows = tuple(
        (name, *(_median(stays, stage) for stage in WORKED)) for name, stays in sorted(told.site_stays.items())
    )
    note = "From five stays on. Darker is longer; the numbers say how long."
    table = Table(Numbers("Half of the stays took at most", columns, rows, note), shaded=tuple(range(1, len(columns))))
    return Section("Where time goes", (table,), "Stays at a stage that ended in these twelve months.")


def _median(stays: Mapping[str, Stay], stage: Stage) -> float | None:
    stay = stays.get(stage)
    return in_days(stay.median) if stay and stay.n >= LEAST else None
