"""What was asked for besides: looks at the figures that those who set up reports let them tell."""

from dataclasses import replace
from typing import Any

from core import insight, months
from core.access import Actor
from core.insight import ALL, SPLITS, Exploration, Explored, Look, Rate
from core.insight.figures import Unit, Value
from core.report.content import Cell, Column, Numbers, Section, Table
from core.report.scope import Place

FORM = {Unit.SHARE: "share", Unit.DAYS: "days", Unit.NUMBER: "count", Unit.PENCE: "money"}
ADDS_UP = frozenset({Unit.NUMBER, Unit.PENCE})


def kept(actor: Actor, place: Place, month: int) -> tuple[Section, ...]:
    """A table for each, as of the end of the month; nothing where nobody asked."""
    looks = insight.looks_for(actor, place.scope.site_id)
    tables = tuple(_table(look, _explored(actor, place, look, month)) for look in looks)
    return (
        (Section("Asked for besides", tables, "Looks that were put into this report.", new_page=True),)
        if tables
        else ()
    )


def _explored(actor: Actor, place: Place, look: Look, month: int) -> Explored:
    """Of this place, with its months counted from the report's and not from today."""
    then = Exploration.read(look.exploration.spelt, months.first_day(months.moved(month, 1)))
    here = frozenset({place.scope.site_id}) if place.scope.site_id else then.asked.sites
    return insight.explored(actor, replace(then, asked=replace(then.asked, sites=here)))


def _table(look: Look, found: Explored) -> Table:
    one = found.exploration
    form = FORM[one.figure.unit]
    headings = [*found.series.values(), "All" if found.series else one.figure.label]
    columns = (Column(SPLITS[one.by], width=2), *(Column(heading, form) for heading in headings))
    rows = tuple(
        (name, *(_cell(one.figure.unit, found.value(row, key)) for key in (*found.series, ALL)))
        for row, name in found.rows.items()
    )
    barred = (len(headings),) if one.figure.unit in ADDS_UP else ()
    return Table(Numbers(look.name, columns, rows, f"{one.spoken}, {one.asked.spoken}."), barred=barred)


def _cell(unit: Unit, value: Value) -> Cell:
    if unit is Unit.SHARE:
        return Rate(value.part, value.n, value.amount)
    return _whole(value.amount)


def _whole(amount: Any) -> int | None:
    return None if amount is None else round(amount)
