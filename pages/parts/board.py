"""The boards: referrals of one direction in the order they are due, filtered by what the address says."""

import streamlit as st

from core import clock, directory, referral
from core.access import Actor, Permission
from core.referral import CLOSED, PATH, STAGES, Direction, Page, Stage, Urgency, Wanted
from core.sla import age_words, due_words
from pages.parts import cursor
from pages.parts.badges import DUE, stage_tone, urgency_tone
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.table import Cell, Column, Empty, Row, table

OTHER = {Direction.INBOUND: "From", Direction.OUTBOUND: "To", Direction.INTERNAL: "From"}
OPEN = [stage.value for stage in STAGES if stage not in CLOSED]
DUES = {"": "Due any time", "late": "Overdue", "soon": "Due within a day"}


def board(actor: Actor, direction: Direction, title: str, caption: str, empty: str) -> None:
    """The whole page of one direction."""
    if _head(actor, title, caption):
        st.switch_page("refer.py", query_params={"direction": direction.value})
    fields = _fields(actor)
    now = chosen(fields)
    wanted = _wanted(direction, now)
    counts = referral.counts(actor, wanted)
    filters(fields, now, _tabs(wanted, counts))
    page = referral.board(actor, wanted)
    rows = [_row(row, _side(actor, direction, row)) for row in page.rows]
    nothing = _empty(now, direction, empty)
    groups = [referral.label(stage, direction) for stage in STAGES]
    links, note = _footer(wanted, now, page, counts)
    columns = _columns(direction, closed=wanted.stage == "closed")
    table(title, columns, rows, nothing, groups=groups, footer=links, note=note)


def _head(actor: Actor, title: str, caption: str) -> bool:
    action = "New referral" if actor.may(Permission.REFERRAL_CREATE) else ""
    return head(title, caption, action=action, icon=":material/add:")


def _fields(actor: Actor) -> list[Field]:
    sites = {str(site.id): site.name for site in directory.sites(actor)}
    people = {str(one.id): one.name for one in referral.owners(actor) if one.id != actor.account_id}
    stages = dict.fromkeys(["closed", *OPEN], "")
    fields = [
        Field("typed", "Patient or reference", "search"),
        Field("site", "Site", choices={"": "All my sites", **sites}),
        Field("owner", "Owner", choices={"": "Any owner", "me": "Mine", "pool": "Unassigned", **people}),
        Field("urgency", "Urgency", choices={"": "Any urgency"} | {one.value: one.label for one in Urgency}),
        Field("due", "Due", choices=DUES),
        Field("stage", "Stage", choices=stages),
    ]
    return [one for one in fields if one.name != "site" or len(sites) > 1]


def _wanted(direction: Direction, now: dict[str, str]) -> Wanted:
    return Wanted(
        direction,
        stage=now["stage"] or "open",
        site=int(now.get("site") or 0) or None,
        owner=now["owner"],
        urgency=now["urgency"],
        typed=now["typed"],
        due=now["due"],
        after=cursor.read(st.query_params.get("after", "")),
    )


def _tabs(wanted: Wanted, counts: dict[Stage, int]) -> list[Tab]:
    """Every stage of the usual way, and those beside it where something stands or somebody looks."""
    shown = [Stage(one) for one in OPEN if one in PATH or counts.get(Stage(one)) or one == wanted.stage]
    stages = [Tab(stage.value, referral.label(stage, wanted.direction), counts.get(stage, 0)) for stage in shown]
    return [Tab("open", "All open", sum(counts.values())), *stages, Tab("closed", "Closed")]


def _columns(direction: Direction, *, closed: bool) -> list[Column]:
    return [
        Column("Closed" if closed else "Due", "when", "corner"),
        Column("Patient", "text", "title"),
        Column(OTHER[direction]),
        Column("For"),
        Column("Stage", "badge", "nowhere"),
        *([] if closed else [Column("Next", "text", "foot")]),
        Column("Owner", "person", "foot"),
        Column("Took" if closed else "Age", "number", "nowhere"),
    ]


def _side(actor: Actor, direction: Direction, row: referral.Row) -> str:
    """Which of our sites it is with, for people at several."""
    if direction is Direction.INTERNAL:
        return f"to {row.site}"
    if len(actor.sites) == 1:
        return ""
    return f"from {row.site}" if direction is Direction.OUTBOUND else f"to {row.site}"


def _row(row: referral.Row, side: str) -> Row:
    urgent = "" if row.urgency is Urgency.ROUTINE else row.urgency.label
    stage = "On hold" if row.held else row.stage_label
    cells = (
        _closed(row) if row.closed_at else _due(row),
        Cell(row.patient, under=row.reference),
        Cell(row.other, under=side),
        Cell(row.specialty, mark=urgent, mark_tone=urgency_tone(row.urgency)),
        Cell(stage, tone="grey" if row.held else stage_tone(row.stage), hover=row.stage_label),
        *([] if row.closed_at else [Cell(row.todo)]),
        Cell(row.owner, under="" if row.closed_at else "Unassigned"),
        Cell(
            age_words((row.closed_at or clock.now()) - row.received_at),
            hover=f"Received {clock.spoken(row.received_at, row.zone)}",
        ),
    )
    return Row(row.id, cells, href=to("referral", id=row.id), group=row.stage_label)


def _due(row: referral.Row) -> Cell:
    words, tone = due_words(row.due_at, clock.now(), row.zone)
    return Cell(words, tone=DUE[tone], hover=f"Due {clock.spoken(row.due_at, row.zone)}" if words else "")


def _closed(row: referral.Row) -> Cell:
    exact = clock.spoken(row.closed_at or row.received_at, row.zone)
    return Cell(exact.partition(",")[0], hover=exact)


def _footer(
    wanted: Wanted, now: dict[str, str], page: Page, counts: dict[Stage, int]
) -> tuple[list[tuple[str, str]], str]:
    """Links to the other pages of the list, and how much of it this is."""
    place, links = wanted.direction.value, []
    if wanted.after:
        links.append(("Back to the start", to(place, **now)))
    if page.next:
        links.append((f"Next {len(page.rows)}", to(place, **now, after=cursor.spelt(page.next))))
    if not links:
        return [], ""
    if wanted.stage == "closed":
        return links, f"{len(page.rows)} shown, latest closed first"
    whole = sum(n for stage, n in counts.items() if wanted.stage in ("open", stage))
    return links, f"{len(page.rows)} of {whole:,}, soonest due first"


def _empty(now: dict[str, str], direction: Direction, otherwise: str) -> Empty:
    filtered = any(value for name, value in now.items())
    if filtered:
        return Empty("No referral fits these filters.", "Show all open ones", to(direction.value))
    return Empty(otherwise, "Record a referral", to("refer", direction=direction.value))
