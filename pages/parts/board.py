"""The boards: referrals of one direction as a list in the order they are due, or as cards stage by stage."""

from dataclasses import replace

import streamlit as st

from core import conversation, referral
from core.access import Actor, Permission
from core.referral import CLOSED, PATH, STAGES, Choices, Direction, Stage, Wanted
from pages.parts import cursor
from pages.parts.cards import cards
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.listing import COLUMNS, columns, footer, marked, row
from pages.parts.narrowing import narrowing
from pages.parts.table import Empty, table

OTHER = {Direction.INBOUND: "From", Direction.OUTBOUND: "To", Direction.INTERNAL: "From"}
OPEN = [stage.value for stage in STAGES if stage not in CLOSED]
STANDING = ["due", "patient", "other", "specialty", "stage", "next", "owner", "age"]
OVER = ["closed", "patient", "other", "specialty", "stage", "owner", "age"]


def board(actor: Actor, direction: Direction, title: str, caption: str, empty: str) -> None:
    """The whole page of one direction."""
    if _head(actor, title, caption):
        st.switch_page("refer.py", query_params={"direction": direction.value})
    known = referral.choices(actor)
    fields = _fields(actor, known)
    now = chosen(fields)
    wanted = Wanted.read(now | {"direction": direction.value})
    if now["view"] == "board":
        filters(fields, now | {"stage": ""})
        cards(actor, replace(wanted, stage="open"), known, _empty(now, direction, empty), now)
    else:
        _list(actor, wanted, known, title, fields, now, empty)


def _list(
    actor: Actor, wanted: Wanted, known: Choices, title: str, fields: list[Field], now: dict[str, str], empty: str
) -> None:
    direction = wanted.direction or Direction.INBOUND
    after = cursor.read(st.query_params.get("after", ""))
    counts = referral.counts(actor, wanted)
    filters(fields, now, _tabs(wanted, known, counts))
    page = referral.board(actor, replace(wanted, after=after))
    over = wanted.stage == "closed" or wanted.stage in CLOSED
    shown = {code: COLUMNS[code] for code in (OVER if over else STANDING)}
    waits = conversation.unread_about(actor, [each.id for each in page.rows])
    who = list(shown).index("patient")
    links = footer(direction.value, now, page, cursor.spelt(page.next) if page.next else "", later=bool(after))
    table(
        title,
        [
            replace(one, place="nowhere") if one.look == "badge" else one
            for one in columns(shown, other=OTHER[direction], **({"age": "Took"} if over else {}))
        ],
        [marked(row(each, shown.values(), known), who, waits.get(each.id, 0)) for each in page.rows],
        _empty(now, direction, empty),
        groups=[known.called(stage, direction) for stage in STAGES],
        footer=links,
        note=_note(wanted, len(page.rows), counts) if links else "",
    )


def _head(actor: Actor, title: str, caption: str) -> bool:
    action = "New referral" if actor.may(Permission.REFERRAL_CREATE) else ""
    return head(title, caption, action=action, icon=":material/add:")


def _fields(actor: Actor, known: Choices) -> list[Field]:
    stages = dict.fromkeys(["closed", *OPEN], "")
    return [
        *narrowing(actor, known),
        Field("view", "Shown as", "switch", {"": "List", "board": "Board"}, {"": "table_rows", "board": "view_kanban"}),
        Field("stage", "Stage", choices=stages),
    ]


def _tabs(wanted: Wanted, known: Choices, counts: dict[Stage, int]) -> list[Tab]:
    """Every stage of the usual way, and those beside it where something stands or somebody looks."""
    shown = [Stage(one) for one in OPEN if one in PATH or counts.get(Stage(one)) or one == wanted.stage]
    direction = wanted.direction or Direction.INBOUND
    stages = [Tab(stage.value, known.called(stage, direction), counts.get(stage, 0)) for stage in shown]
    return [Tab("open", "All open", sum(counts.values())), *stages, Tab("closed", "Closed")]


def _note(wanted: Wanted, shown: int, counts: dict[Stage, int]) -> str:
    """How much of the list this is."""
    if wanted.stage == "closed":
        return f"{shown} shown, latest closed first"
    whole = sum(n for stage, n in counts.items() if wanted.stage in ("open", stage))
    return f"{shown} of {whole:,}, soonest due first"


def _empty(now: dict[str, str], direction: Direction, otherwise: str) -> Empty:
    if any(value for name, value in now.items() if name != "view"):
        return Empty("No referral fits these filters.", "Show all open ones", to(direction.value, view=now["view"]))
    return Empty(otherwise, "Record a referral", to("refer", direction=direction.value))
