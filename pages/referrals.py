"""All referrals: everything that was ever referred in, out or between our sites, filtered, sorted and kept as views."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from core import referral
from core.access import Actor, Permission
from core.directory import Specialty
from core.referral import FIELD, SORTS, STAGES, Choices, Direction, View, Wanted
from core.workflow import Typed
from pages.parts import cursor
from pages.parts.bulk import bulk
from pages.parts.counted import counted, said
from pages.parts.filters import Field, chosen, filters
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.listing import Shown, columns, every, footer, many, row
from pages.parts.narrowing import narrowing
from pages.parts.sheet import Sheet
from pages.parts.table import Choose, Empty, picked, table
from pages.parts.takeaway import takeaway
from pages.parts.viewer import viewer
from pages.parts.views import Look, codes, tabs, view_menu

USUAL = ("due", "direction", "other", "specialty", "stage", "tasks", "owner", "received")
STANDING = {"": "Open", "closed": "Closed", "any": "Open and closed"}
ANSWERS = {Typed.YES_NO: {"yes": "Yes", "no": "No"}}
SORTED = {"": "Usual order", **SORTS}


def page(actor: Actor) -> None:
    """Ask and draw; what is chosen in the list is done in a dialog."""
    views = referral.views(actor)
    known = referral.choices(actor)
    there = every(known)
    fields, choosable = _fields(actor, known, views), _choosable(there)
    now = chosen([*fields, choosable])
    look = Look(actor, Wanted.read(now), choosable.several(now["columns"]), now["view"], views)
    if head(
        "All referrals",
        said(actor, now, look.wanted) or "In, out and between your sites, open and closed",
        "New referral" if actor.may(Permission.REFERRAL_CREATE) else "",
        ":material/add:",
        beside=partial(_beside, look),
    ):
        st.switch_page("refer.py")
    filters([*fields, choosable], now, tabs(views), tab="view")
    shown = {code: each for code, each in there.items() if code in {"patient", *look.columns}}
    _list(actor, look.wanted, known, now, shown)


def _beside(look: Look) -> None:
    view_menu(look)
    takeaway(look.actor, look.wanted)


def _list(actor: Actor, wanted: Wanted, known: Choices, now: dict[str, str], shown: Mapping[str, Shown]) -> None:
    after = cursor.read(st.query_params.get("after", ""))
    found = referral.board(actor, replace(wanted, after=after), counted=True)
    links = footer("referrals", now, found, cursor.spelt(found.next) if found.next else "", later=bool(after))
    sheet = Sheet("referrals")
    choose = Choose("Do with them…", found.whole, sheet.noting("list", "picked"))
    table(
        "All referrals",
        columns(shown),
        [row(each, shown.values(), known) for each in found.rows],
        _empty(now),
        footer=links,
        note=f"{many(found.whole, exactly=bool(wanted.measure))} in all, {SORTS[wanted.sorting].lower()}"
        if found.rows
        else "",
        choose=choose if actor.may(Permission.REFERRAL_HANDLE) else None,
        key=sheet.key("list"),
    )
    asked = picked(sheet.noted("list"))
    sheet.note("list", None)
    if asked:
        bulk(actor, wanted, asked)


def _choosable(columns: Mapping[str, Shown]) -> Field:
    """The columns there are; the patient is always one."""
    titles = {code: shown.column.title for code, shown in columns.items() if code not in {"patient", "closed"}}
    return Field("columns", "Columns", "several", titles, usual=USUAL)


def _fields(actor: Actor, known: Choices, views: list[View]) -> list[Field]:
    """The filters of every list and a few more."""
    ways = {"": "Any direction"} | {way.value: way.capitalize() for way in Direction}
    specialties = {"": "Any specialty"} | {one.value: one.label for one in Specialty}
    first, *others = narrowing(actor, known)
    return [
        first,
        Field("stage", "Stage", choices=STANDING | {one: known.called(one, Direction.INBOUND) for one in STAGES}),
        *(replace(one, folded=one.name in {"site", "urgency"}) for one in others),
        Field("practice", "Practice", "search", folded=True),
        Field("direction", "Direction", choices=ways, folded=True),
        Field("specialty", "Specialty", choices=specialties, folded=True),
        Field("received_from", "Received from", "day", folded=True),
        Field("received_until", "until", "day", folded=True),
        Field("moved_from", "Last moved from", "day", folded=True),
        Field("moved_until", "until", "day", folded=True),
        Field("here", "Worked on at my sites", "flag", folded=True),
        *counted(actor),
        *_own(known),
        Field("sort", "Order", choices=SORTED, folded=True),
        Field("view", "View", choices=codes(views)),
    ]


def _own(known: Choices) -> Iterator[Field]:
    """Filters by where within a stage they stand, and by those of the group's own fields that have few answers."""
    statuses = {str(each.id): each.label for each in known.statuses}
    if statuses:
        yield Field("sub_status", "Sub-status", choices={"": "Any sub-status", **statuses}, folded=True)
    for each in known.fields:
        if answers := ANSWERS.get(each.kind, {one: one for one in each.choices}):
            yield Field(f"{FIELD}{each.id}", each.label, choices={"": f"{each.label}: any", **answers}, folded=True)


def _empty(now: dict[str, str]) -> Empty:
    if any(now.values()):
        return Empty("No referral fits these filters.", "Show all open ones", to("referrals"))
    return Empty("Nothing is open at your sites. Whatever is referred in, out or between them will stand here.")


page(viewer())
