"""Where they come from: by source, specialty, funding and practice."""

from core.insight import Sums, rate
from core.report.content import Beside, Column, Numbers, Section, Table
from core.report.gathered import CALLED, SPLITS, Figures
from core.report.sections.shared import Row, whole

PRACTICES = 12


def origins(told: Figures) -> Section:
    """Where they come from, by source, specialty, funding and practice."""
    splits = [_split(told, name) for name in SPLITS]
    return Section(
        "Where they come from",
        (Beside((splits[0], splits[2])), Beside((splits[1], _practices(told)))),
        f"Of the twelve months up to {whole(told.month)}.",
        new_page=True,
    )


def _split(told: Figures, name: str) -> Table:
    known = {code: each for code, each in told.splits.get(name, {}).items() if each.received}
    order = sorted(known.items(), key=lambda pair: -pair[1].received)[:PRACTICES]
    words = {each.value: each.label for each in SPLITS[name]}
    columns = (
        Column(CALLED[name], width=2.3),
        Column("Received", "count"),
        Column("Booked", "share"),
        Column("Seen", "share"),
    )
    rows = tuple(_split_row(words.get(code) or "Not said", each) for code, each in order)
    return Table(Numbers(f"By {CALLED[name].lower()}", columns, rows), barred=(1,))


def _split_row(name: str, sums: Sums) -> Row:
    return name, sums.received, rate("booking", sums), rate("attendance", sums)


def _practices(told: Figures) -> Table:
    """Those that refer most, with what the last three months are beside what is usual for three."""
    known = [pair for pair in told.practices.items() if pair[1][0].received + pair[1][1].received]
    order = sorted(known, key=lambda pair: -(pair[1][0].received + pair[1][1].received))[:PRACTICES]
    columns = (
        Column("Practice", width=2.6),
        Column("12 months", "count"),
        Column("Last 3", "count", 0.8),
        Column("Usual for 3", "count"),
    )
    rows = tuple(
        (name, late.received + early.received, late.received, round(early.received / 3))
        for name, (late, early) in order
    )
    return Table(Numbers("Practices that refer most", columns, rows), barred=(1,))
