"""Messages: what Baton wrote to patients, practices and colleagues, and what became of it."""

import streamlit as st

from core import clock, directory, message
from core.access import Actor, Permission
from core.channel import Channel
from core.message import Filter, Line
from pages.parts.envelope import envelope
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.flash import do
from pages.parts.head import head
from pages.parts.links import number, to
from pages.parts.states import AUDIENCES, STATES, why_not
from pages.parts.table import Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

NOTHING = "Nothing was written yet. What Baton sends to referrers, patients and colleagues will stand here."


def fields_for(actor: Actor) -> list[Field]:
    """What the list is filtered by."""
    sites = {str(site.id): site.name for site in directory.sites(actor)}
    fields = [
        Field("typed", "Patient or reference", "search"),
        Field("site", "Site", choices={"": "All my sites", **sites}),
        Field("audience", "Written to", choices={"": "To anybody", **AUDIENCES}),
        Field("state", "State", choices=dict.fromkeys(STATES, "")),
    ]
    return [one for one in fields if one.name != "site" or len(sites) > 1]


def views(actor: Actor, site: int | None) -> list[Tab]:
    """Every state with how many are in it, those that need somebody first."""
    counts = message.counts(actor, site)
    shown = {code: state for code, state in STATES.items() if code != "sending" or counts[code]}
    states = [Tab(code, state.label, counts[code]) for code, state in shown.items()]
    return [Tab("", "All", sum(counts.values())), *states]


def row(line: Line, now: dict[str, str], shown: int | None) -> Row:
    """A message in the list."""
    state = STATES[line.state]
    at = line.settled_at or line.created_at
    cells = (
        Cell(clock.spoken(at, line.zone), hover=f"Written {clock.spoken(line.created_at, line.zone)}"),
        Cell(line.to_name or line.place, under=line.place if line.to_name else ""),
        Cell(line.headline, under=why_not(line) or line.stands_in or _way(line)),
        Cell(line.patient, under=line.site),
        Cell(state.label, tone=state.tone, hover=line.outcome),
        Cell(f"{line.attempts}"),
    )
    return Row(line.id, cells, to("messages", **now, id=line.id), chosen=line.id == shown)


def _way(line: Line) -> str:
    """E-mail is what nearly all of them are."""
    return "" if line.channel == Channel.EMAIL else Channel(line.channel).label


@st.dialog("Letters to print", on_dismiss="rerun")
def print_letters(actor: Actor) -> None:
    """All that wait, as one file; whoever has printed them says so."""
    found = do(message.sheets, actor).result
    if found is None or not found.ids:
        st.write("No letter waits any more.")
        return
    many = f"{len(found.ids)} letters" if len(found.ids) > 1 else "One letter"
    st.write(f"{many}, each on its own page. Print them, then say so: they count as sent from then on.")
    with st.container(horizontal=True):
        st.download_button("Open the PDF", found.pdf, "letters.pdf", "application/pdf", icon=":material/print:")
        if st.button("They are printed", type="primary"):
            do(message.mark_printed, actor, found.ids, said=f"{many} noted as printed by you")


def the_list(actor: Actor, now: dict[str, str], shown: int | None) -> None:
    """A page of messages, newest first."""
    before = st.query_params.get("before", "")
    wanted = Filter(
        state=now["state"],
        audience=now["audience"],
        site_id=int(now.get("site") or 0) or None,
        typed=now["typed"],
    )
    found = message.page(actor, wanted, number(before) or None)
    columns = [
        Column("When", "when", "line"),
        Column("To", place="title"),
        Column("Subject", place="foot"),
        Column("About", place="line"),
        Column("State", "badge", "corner"),
        Column("Tries", "number", "nowhere"),
    ]
    empty = Empty("No message fits these filters.", "Show all", to("messages")) if any(now.values()) else Empty(NOTHING)
    footer = [("Back to the newest", to("messages", **now))] if before else []
    footer += [("Next 50", to("messages", **now, before=found.before))] if found.before else []
    table("Messages", columns, [row(line, now, shown) for line in found.lines], empty, footer=footer)


def opened(actor: Actor, message_id: int, now: dict[str, str]) -> None:
    """One message beside the list, or instead of it where there is little room."""
    st.html(f'<p class="back"><a data-go href="{to("messages", **now)}">Close</a></p>')
    found = do(message.preview, actor, message_id)
    if not found.result:
        return
    pressed = envelope(found.result, may_retry=actor.may(Permission.MESSAGE_RETRY))
    if pressed == "again":
        do(message.send_again, actor, message_id, found.result.line.state, said="It leaves again within seconds")
    if pressed == "arrived":
        do(message.confirm_arrived, actor, message_id, said="Noted as arrived")


actor = viewer()
waiting = message.to_print(actor)
letters = f"{waiting} letter{'s' * (waiting > 1)} to print" if waiting else ""
caption = "What Baton wrote to patients, practices and colleagues, and what became of it"
if head("Messages", caption, letters, ":material/print:"):
    print_letters(actor)
fields = fields_for(actor)
now = chosen(fields)
filters(fields, now, views(actor, int(now.get("site") or 0) or None), tab="state")
asked = st.query_params.get("id", "")
if number(asked):
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(key="beside"):
        the_list(actor, now, int(asked))
    with right:
        opened(actor, int(asked), now)
else:
    the_list(actor, now, None)
