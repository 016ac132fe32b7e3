"""The intake as a list: the most pressing first, then by what is due, filtered by what the address says."""

import streamlit as st

from core import clock, directory, intake, referral
from core.access import Actor
from core.directory import Specialty
from core.intake import CameBy, State, Wanted
from core.referral import Urgency
from core.sla import due_words
from pages.parts.badges import DUE, urgency_tone
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.table import Cell, Column, Empty, Row, table

PAGE = "intake"
SETTLED = (State.ACCEPTED, State.REJECTED)
NOTHING = "Nothing waits. Letters, e-mails, calls and enquiries stand here until somebody accepts or answers them."
PRESSING_FIRST = {"": "Any urgency", "pressing": "Urgent and suspected cancer", "other": "Routine and soon"}


def inbox(actor: Actor) -> None:
    """The whole list."""
    if head("Intake", "What arrived and is not yet a referral.", "Add a letter", ":material/add:", beside=_call):
        st.switch_page("intake.py", query_params={"add": "letter"})
    fields = _fields(actor)
    now = chosen(fields)
    wanted = _wanted(now)
    counts = intake.counts(actor, wanted)
    filters(fields, now, _tabs(counts), tab="state")
    rows = intake.inbox(actor, wanted)
    settled = wanted.state in SETTLED
    table(
        "Intake", _columns(settled=settled), [_row(row) for row in rows], _empty(now), note=_note(wanted, counts, rows)
    )


def _call() -> None:
    st.html(f'<a class="beside" data-go href="{to(PAGE, add="call")}">Note a call</a>')


def _fields(actor: Actor) -> list[Field]:
    sites = {str(site.id): site.name for site in directory.sites(actor)}
    people = {str(one.id): one.name for one in referral.owners(actor) if one.id != actor.account_id}
    fields = [
        Field("site", "Site", choices={"": "All my sites", **sites}),
        Field("channel", "How", choices={"": "Any way"} | {one.value: one.label for one in CameBy}),
        Field("urgency", "Urgency", choices=PRESSING_FIRST),
        Field("owner", "Owner", choices={"": "Any owner", "me": "Mine", "pool": "Unassigned", **people}),
        Field("state", "State", choices={state.value: state.label for state in State}),
    ]
    return [one for one in fields if one.name != "site" or len(sites) > 1]


def _wanted(now: dict[str, str]) -> Wanted:
    site = int(now.get("site") or 0) or None
    return Wanted(
        state=now["state"] or State.WAITING,
        site=site,
        owner=now["owner"],
        channel=now["channel"],
        urgency=now["urgency"],
    )


def _tabs(counts: dict[str, int]) -> list[Tab]:
    return [
        Tab(State.WAITING, "To look at", counts[State.WAITING]),
        Tab(State.ASKED, "Waiting for an answer", counts[State.ASKED]),
        Tab(State.HELD, State.HELD.label, counts[State.HELD]),
        *(Tab(state, state.label) for state in SETTLED),
    ]


def _columns(*, settled: bool) -> list[Column]:
    return [
        Column("When" if settled else "Due", "when", "corner"),
        Column("About", "text", "title"),
        Column("For"),
        Column("Came"),
        Column("Became" if settled else "Owner", "text" if settled else "person", "foot"),
    ]


def _row(row: intake.Row) -> Row:
    who, _, sender = row.headline.partition(" · ")
    pressing = "" if row.urgency is Urgency.ROUTINE else row.urgency.label
    specialty = Specialty(row.specialty).label if row.specialty else "Not read"
    received = clock.spoken(row.received_at, row.zone)
    cells = (
        _when(row),
        Cell(who, under=sender),
        Cell(specialty, mark=pressing, mark_tone=urgency_tone(row.urgency)),
        Cell(
            row.channel.label,
            under=f"{received}, {row.site}",
            hover=row.held.why if row.held else f"Received {received}",
            mark=row.held.label if row.held else "",
            mark_tone="amber",
        ),
        Cell(row.reference or row.state.label) if row.settled_at else Cell(row.owner, under="Unassigned"),
    )
    return Row(row.id, cells, href=to(PAGE, id=row.id))


def _when(row: intake.Row) -> Cell:
    if row.settled_at:
        exact = clock.spoken(row.settled_at, row.zone)
        return Cell(exact.partition(",")[0], hover=exact)
    words, tone = due_words(row.due_at, clock.now(), row.zone)
    asked = "No answer yet" if row.state is State.ASKED and row.due_at <= clock.now() else ""
    return Cell(words, under=asked, tone=DUE[tone], hover=f"Due {clock.spoken(row.due_at, row.zone)}")


def _note(wanted: Wanted, counts: dict[str, int], rows: list[intake.Row]) -> str:
    """How much of it this is, where that is not all."""
    if len(rows) < intake.SHOWN:
        return ""
    if wanted.state in SETTLED:
        return f"The latest {len(rows)}; narrow them with the filters"
    return f"{len(rows)} of {counts[wanted.state]:,}, the most pressing first"


def _empty(now: dict[str, str]) -> Empty:
    if any(value for name, value in now.items()):
        return Empty("Nothing fits these filters.", "Show all that waits", to(PAGE))
    return Empty(NOTHING, "Add a letter", to(PAGE, add="letter"))
