"""The days on which a site is closed: a nation's public holidays, year by year, and the site's own."""

import streamlit as st

from core import clock, sla
from core.access import Actor
from core.sla import ClosedDay, Nation, SiteHours
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet
from pages.parts.table import Action, Cell, Column, Empty, Row, table

COLUMNS = [Column("Day", place="title"), Column("Why it is closed")]
NOTHING = Empty("The site is open on every day of its week. Fill a year with public holidays, or add a day of its own.")
AHEAD = 4
"""Years that can be filled, from this one on."""


def closed_days(actor: Actor, now: SiteHours) -> None:
    """Those to come, and the two ways to add some."""
    today = clock.local(clock.now(), now.zone).date()
    with st.container(horizontal=True, vertical_alignment="center", key="closed-head"):
        st.header("Closed days", anchor=False)
        fills = st.button("Fill a year", icon=":material/event_repeat:", key=f"fill-{now.site_id}")
        adds = st.button("Add a day", icon=":material/event_busy:", key=f"close-{now.site_id}")
    ahead = [day for day in now.closed if day.on >= today]
    past = len(now.closed) - len(ahead)
    note = f"{past} days that are over are not shown." if past else ""
    asked = table("Closed days", COLUMNS, [_row(day, n) for n, day in enumerate(ahead)], NOTHING, note=note)
    if fills:
        _fill(actor, now, today.year)
    elif adds:
        _add(actor, now)
    elif asked:
        day = ahead[asked.id]
        said = f"{now.site} is open on {clock.spoken_day(day.on, today)}."
        do(sla.open_on, actor, now.site_id, now.version, day.on, said=said)


def _row(day: ClosedDay, number: int) -> Row:
    cells = (
        Cell(f"{day.on:%a} {day.on.day} {day.on:%b %Y}"),
        Cell(day.name, under=day.nation.label if day.nation else "The site’s own"),
    )
    return Row(number, cells, actions=(Action("Open", "open"),))


@st.dialog("Fill a year with public holidays", on_dismiss="rerun")
def _fill(actor: Actor, now: SiteHours, this: int) -> None:
    fields = Fields(Sheet(f"fill-{now.site_id}-{now.version}"))
    nations, years = list(Nation), list(range(this, this + AHEAD))
    nation = fields.ask(
        "nation", st.selectbox, "Whose holidays", options=nations, index=nations.index(now.nation),
        format_func=lambda one: one.label,
    )  # fmt: skip
    year = fields.ask("year", st.selectbox, "Year", options=years)
    st.text("Those of another nation in that year go; days of the site’s own stay.")
    if st.button("Fill", type="primary", width="stretch", key=fields.sheet.key("save")):
        said = f"{now.site} is closed on the public holidays of {nation.label} in {year}."
        fields.refuse(do(sla.fill_year, actor, now.site_id, now.version, nation, year, said=said).fields)


@st.dialog("Add a closed day", on_dismiss="rerun")
def _add(actor: Actor, now: SiteHours) -> None:
    fields = Fields(Sheet(f"close-{now.site_id}-{now.version}"))
    on = fields.day("on", "Day")
    name = fields.ask("name", st.text_input, "Why it is closed", placeholder="Team training day")
    if st.button("Add", type="primary", width="stretch", key=fields.sheet.key("save")):
        said = f"{now.site} is closed on that day."
        fields.refuse(do(sla.close_on, actor, now.site_id, now.version, on, name, said=said).fields)
