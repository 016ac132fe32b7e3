"""Sites side by side, with what lies outside of what their numbers explain, and what the figures mean."""

from core.insight import LEAST, METRICS, Sums, rate
from core.report.content import Block, Column, Numbers, Section, Table, Words, rate_of
from core.report.gathered import YEAR, Figures
from core.report.notable import MANY_CHANCE, apart
from core.report.sections.shared import RATES, SHORT, Row, whole


def side_by_side(told: Figures) -> Section:
    """The sites beside each other, with what lies outside of what their numbers explain marked."""
    columns = (
        Column("Site", width=2.4), Column("Received", "count"), *(Column(SHORT[code], "share", 0.95) for code in RATES),
        Column("Days to booking", "days", 1), Column("Value", "money", 1.1),
    )  # fmt: skip
    order = sorted(told.sites.items(), key=lambda pair: -pair[1].received)
    rows = (*(_site(told, name, sums) for name, sums in order), _site(told, "The group", told.year))
    marks = tuple(filter(None, (_mark(told, name, sums) for name, sums in order)))
    blocks: tuple[Block, ...] = (Table(Numbers("Sites", columns, rows), barred=(1,), strong=1),)
    beyond = "No site lies further from the others than its numbers explain."
    return Section(
        "Sites side by side",
        (*blocks, Words("Beyond chance", marks or (beyond,), marked=True)),
        f"Referrals received in the twelve months up to {whole(told.month)}. A small site swings more by chance: "
        "what is named below the table lies beyond that.",
        new_page=True,
    )


def _site(told: Figures, name: str, sums: Sums) -> Row:
    days_ = told.site_leads[name]["booked"].days if name in told.site_leads else told.days("booked", told.month, YEAR)
    median = days_.rank(0.5) if days_.n >= LEAST else None
    return (name, sums.received, *(rate(code, sums) for code in RATES), median, sums.value)


def _mark(told: Figures, name: str, sums: Sums) -> str:
    """Which of its rates lie outside the limits that a funnel plot would draw, in words."""
    said = []
    for code in RATES:
        now, whole = rate(code, sums), rate(code, told.year)
        others = rate_of(whole.n - now.n, whole.of - now.of)
        if abs(strength := apart(now, others)) >= MANY_CHANCE:
            said.append(
                f"{SHORT[code].lower()} {'higher' if strength > 0 else 'lower'} ({now.words} beside {others.words})"
            )
    return f"{name}: {', '.join(said)}." if said else ""


def definitions(*codes: str) -> Section:
    """What the words mean, exactly, in small print."""
    several = [f"{METRICS[code].label}: {METRICS[code].sentence}" for code in codes or RATES]
    return Section("What the figures mean", (Words("", tuple(several), small=True),))
