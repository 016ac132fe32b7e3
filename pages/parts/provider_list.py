"""The directory as a list, filtered by what the address says."""

import re

import streamlit as st

from core import directory
from core.access import Actor, Permission
from core.directory import ONBOARDED, Choice, Listed, Providers, Sought, Standing
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.links import to
from pages.parts.new_practice import add_practice
from pages.parts.provider_views import top
from pages.parts.provider_words import SPECIALTIES, STANDINGS, services
from pages.parts.table import Cell, Column, Empty, Row, table

COLUMNS = [
    Column("Practice", "text", "title"),
    Column("Services"),
    Column("Announced wait", "text", "nowhere"),
    Column("Standing", "badge", "corner"),
    Column("At my sites", "text", "foot"),
]
WHOLE = "whole"
TABS = (ONBOARDED, Standing.PROPOSED, Standing.DRAFT, Standing.SUSPENDED)
_AFTER = re.compile(r"(\d{1,15})-(.{1,160})", re.ASCII | re.DOTALL)


def directory_list(actor: Actor) -> None:
    """The view that the page opens with."""
    counts = directory.standings(actor)
    may_add = actor.may(Permission.REFERRAL_CREATE) or actor.may(Permission.DIRECTORY_EDIT)
    caption = "Whom we refer to, on which terms, and how long it takes there"
    pressed = top(actor, "", caption, "Add a practice" if may_add else "", ":material/add:")
    fields = _fields(actor)
    now = chosen(fields)
    filters(fields, now, _tabs(counts, typed=bool(now["typed"])), tab="standing")
    page = directory.providers(actor, _sought(now))
    empty = Empty(
        "No practice fits these filters.", "Look through the whole directory", to("providers", standing=WHOLE)
    )
    table("Providers", COLUMNS, [_row(each) for each in page.rows], empty, footer=_footer(now, page))
    if pressed:
        add_practice(actor)


def _fields(actor: Actor) -> list[Field]:
    known = directory.networks(actor)
    choices = {"": "Anything here", Choice.PREFERRED.value: "Preferred here", Choice.HIDDEN.value: "Hidden here"}
    return [
        Field("typed", "Name, town or postcode", "search"),
        Field("specialty", "Service", choices={"": "Any service"} | SPECIALTIES),
        Field("network", "Network", choices={"": "Any network"} | {name: name for name in known}),
        Field("choice", "At my sites", choices=choices),
        Field("standing", "Standing", choices=dict.fromkeys((WHOLE, ONBOARDED, *Standing), "")),
    ]


def _tabs(counts: dict[Standing, int], *, typed: bool) -> list[Tab]:
    """Those that are onboarded, what waits for somebody, and the whole list, with which whoever types begins."""
    waiting = [Tab(each, _plural(each), counts.get(each, 0)) for each in Standing if each in TABS and counts.get(each)]
    known, whole = [Tab(ONBOARDED, "Onboarded", sum(counts.values())), *waiting], Tab(WHOLE, "Whole directory")
    return [whole, *known] if typed else [*known, whole]


def _plural(standing: Standing) -> str:
    return {Standing.PROPOSED: "To approve", Standing.DRAFT: "Drafts"}.get(standing, standing.label)


def _sought(now: dict[str, str]) -> Sought:
    """Whoever types looks through the whole directory, unless they chose otherwise."""
    usual = "" if now["typed"] else ONBOARDED
    standing = "" if now["standing"] == WHOLE else now["standing"] or usual
    given = {name: now[name] for name in ("typed", "specialty", "network", "choice")}
    found = _AFTER.fullmatch(st.query_params.get("after", ""))
    return Sought(standing=standing, after=(found[2], int(found[1])) if found else None, **given)


def _row(each: Listed) -> Row:
    waits = sorted(offer.wait_days for offer in each.offers if offer.wait_days is not None)
    spread = f"{waits[0]}–{waits[-1]}" if waits and waits[0] != waits[-1] else f"{waits[0]}" if waits else ""
    cells = (
        Cell(each.name, under=each.place, mark="Own interest" if each.interest else "", hover=each.interest),
        Cell(services(each.offers) or "Not known yet"),
        Cell(f"{spread} days" if spread else ""),
        Cell(each.standing.label, tone=STANDINGS[each.standing], hover=each.standing_reason),
        Cell(each.choice.label if each.choice else ""),
    )
    return Row(each.id, cells, to("providers", id=each.id))


def _footer(now: dict[str, str], page: Providers) -> list[tuple[str, str]]:
    links = [("Back to the start", to("providers", **now))] if "after" in st.query_params else []
    if page.next:
        name, last = page.next
        links.append(("Next 50", to("providers", **now, after=f"{last}-{name}")))
    return links
