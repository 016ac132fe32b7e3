"""Sites in one table: the figure and how sure it is, where it stands, what it was, its course, and what a site does."""

from collections.abc import Callable

from core import clock, months
from core.insight import CODES, COMPARED, LEAST, Asked, Told
from core.insight.figures import Unit
from core.insight.sites import SideBySide, SiteFigures
from pages.parts.amounts import longest, spoken, sure, told
from pages.parts.links import within
from pages.parts.table import Cell, Column, Empty, Row, table

NOBODY = Empty("You answer for no site yet. Whoever runs the group can change that.")
TOGETHER = 0
"""As a row: all of them together."""
MOST_MIXED = 3
MOST_NAMED = 4
Leads = Callable[[SiteFigures], str]


def says(found: SideBySide, asked: Asked) -> str:
    """All together, and who stands apart; never who is first or last."""
    whole, unit = found.figure.value(found.whole), found.figure.unit
    over = {Unit.SHARE: f" of {whole.n:,}", Unit.DAYS: f" for half of {whole.n:,}"}.get(unit, "")
    where = f" at {len(found.sites)} sites" if len(found.sites) > 1 else ""
    lead = f"{asked.spoken}: {told(unit, whole)}{over if whole.amount is not None else ''}{where}."
    return " ".join(part for part in (lead, _apart(found)) if part)


def _apart(found: SideBySide) -> str:
    standings = [(one, standing) for one in found.sites if (standing := found.standing(one))]
    apart = [f"{one.name}, {found.words(one).lower()}" for one, standing in standings if standing.outside]
    if len(apart) > MOST_NAMED:
        return f"{len(apart)} of them stand apart from what chance alone would give."
    if apart:
        return f"Apart from what chance alone would give: {'; '.join(apart)}."
    return "All are within what chance alone would give: their order says little." if standings else ""


def site_table(found: SideBySide, asked: Asked, leads: Leads) -> None:
    """Draw it; a site leads to its own conversion, its number to the referrals that it counts."""
    figure, several = found.figure, len(found.sites) > 1
    scale = longest(figure.unit, (figure.value(one.told) for one in found.sites))
    columns = [
        Column("Site", place="title"),
        Column(figure.label, "bar"),
        *([Column("Beside all together", "badge", "foot")] if several and found.held(found.sites[0]) else []),
        *([Column(COMPARED[asked.compare], "number", "foot")] if asked.compared else []),
        Column("Month by month", "trend", "nowhere"),
        Column("Received", "number", "foot"),
        Column("Mostly", "lines", "nowhere"),
    ]
    rows = [
        Row(one.id, _cells(found, one, asked, scale, leads), within("conversion", asked, site=one.id))
        for one in found.sites
    ]
    together = [Row(TOGETHER, _together(found, asked, scale))] if several else []
    table("Sites", columns, rows + together, NOBODY, note=_note(found))


def _cells(found: SideBySide, one: SiteFigures, asked: Asked, scale: float, leads: Leads) -> tuple[Cell, ...]:
    where = f"Closed {clock.spoken_day(one.closed_on)} {one.closed_on.year}" if one.closed_on else one.town
    return (
        Cell(one.name, under=where),
        _bar(found, one.told, scale, leads(one)),
        *([_standing(found, one)] if found.held(found.sites[0]) else []),
        *([_before(found, one.before)] if asked.compared else []),
        _course(found, one),
        Cell(f"{one.told.sums.received:,}"),
        Cell(_mix(one)),
    )


def _together(found: SideBySide, asked: Asked, scale: float) -> tuple[Cell, ...]:
    return (
        Cell("All together"),
        _bar(found, found.whole, scale),
        *([Cell("")] if found.held(found.sites[0]) else []),
        *([_before(found, found.whole_before)] if asked.compared else []),
        Cell(""),
        Cell(f"{found.whole.sums.received:,}"),
        Cell(""),
    )


def _bar(found: SideBySide, of: Told, scale: float, href: str = "") -> Cell:
    """The amount, with a line where all together stand."""
    unit, value, whole = found.figure.unit, found.figure.value(of), found.figure.value(found.whole)
    held = whole.amount if unit in {Unit.SHARE, Unit.DAYS} and len(found.sites) > 1 and of is not found.whole else None
    amounts = (value.amount / scale if value.amount is not None else None, held / scale if held is not None else None)
    return Cell(told(unit, value), under=sure(unit, value), href=href, amounts=amounts)


def _standing(found: SideBySide, one: SiteFigures) -> Cell:
    """Blue where it is apart: neither amber nor red, because more or fewer is not yet better or worse."""
    standing, words = found.standing(one), found.words(one)
    return Cell(words, tone="blue") if standing and standing.outside else Cell("", under=words)


def _before(found: SideBySide, of: Told) -> Cell:
    """What it was in the period compared, and of how many."""
    value, unit = found.figure.value(of), found.figure.unit
    over = f"of {value.n:,}" if value.amount is not None and unit in {Unit.SHARE, Unit.DAYS} else ""
    return Cell(told(unit, value), under=over)


def _course(found: SideBySide, one: SiteFigures) -> Cell:
    """The months as a line, and in words for who cannot see it."""
    amounts = [found.figure.value(each).amount for each in one.months]
    known = [spoken(found.figure.unit, amount) for amount in amounts if amount is not None]
    words = f"from {known[0]} to {known[-1]}" if len(known) > 1 else ""
    return Cell(words, amounts=tuple(amounts) if len(known) > 1 else ())


def _mix(one: SiteFigures) -> str:
    """The specialties that are asked for most; counts where there are too few."""
    whole = sum(n for _, n in one.mix)
    return "\n".join(
        f"{CODES['specialty'][code]} {f'{100 * n / whole:.0f} %' if whole >= LEAST else n}"
        for code, n in one.mix[:MOST_MIXED]
    )


def _note(found: SideBySide) -> str:
    """What is too recent to be whole."""
    if not found.recent:
        return ""
    since = months.spoken(found.recent[0])
    return f"From {since} on it is too recent to tell: a month is whole {found.figure.ripe} days after its end."
