"""All rules as sentences, under what they wait for, filtered by what the address says."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core import directory
from core.access import Actor
from core.rule.listing import Standing, standings
from core.rule.occasion import HEADINGS, heading
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.flash import leave
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.rule_list import Group, Line, rule_list
from pages.parts.rule_orders import obey
from pages.parts.rule_text import text_menu
from pages.parts.rule_words import mark

STATES = {"": "On or off", "on": "Switched on", "off": "Switched off", "odd": "Need a look"}
MAKERS = {
    "": "Shipped or own",
    "shipped": "Shipped, as it came",
    "edited": "Shipped, and changed here",
    "own": "Our own",
}
NOTHING = "No rule fits these filters."


def overview(actor: Actor) -> None:
    """The list; what somebody switches or moves is done at once."""
    known = standings(actor)
    on = sum(one.enabled for one in known)
    acted = sum(one.fired for one in known)
    caption = f"What Baton does by itself. {on} of {len(known)} are switched on and acted {acted:,} times in 30 days"
    if head("Rules", caption, action="New rule", icon=":material/add:", beside=lambda: text_menu(actor)):
        leave("rules.py", "", id="new")
    fields = _fields(actor)
    now = chosen(fields)
    found = [one for one in known if _fits(one, now)]
    tabs = _tabs([one for one in known if _fits(one, now | {"waits": ""})])
    filters(fields, now, tabs, tab="waits")
    if not found:
        st.text(NOTHING)
        return
    if asked := rule_list(_groups(actor, found, now, known)):
        one = next(each for each in known if each.id == asked.id)
        obey(actor, one, asked.what, [each for each in known if heading(each.when) == heading(one.when)], now)


def _fields(actor: Actor) -> list[Field]:
    sites = {str(site.id): site.name for site in directory.sites(actor)}
    fields = [
        Field("typed", "Words of a rule", "search"),
        Field("site", "Site", choices={"": "All my sites", **sites}),
        Field("state", "State", choices=STATES),
        Field("made", "Whose", choices=MAKERS),
        Field("waits", "Waits for", choices={"": "All", **{_code(one): one for one in HEADINGS}}),
    ]
    return [one for one in fields if one.name != "site" or len(sites) > 1]


def _code(title: str) -> str:
    return title.lower().replace(" ", "-")


def _tabs(several: Sequence[Standing]) -> list[Tab]:
    counts = {title: sum(heading(one.when) == title for one in several) for title in HEADINGS}
    return [Tab("", "All", len(several)), *(Tab(_code(t), t, n) for t, n in counts.items() if n)]


def _fits(one: Standing, now: dict[str, str]) -> bool:
    words = f"{one.label} {one.sentence or ''}".casefold()
    typed = all(word in words for word in now["typed"].casefold().split())
    at = _on_at(one, int(now["site"])) is not None if now.get("site") else True
    return (
        typed
        and at
        and _STATES[now["state"]](one)
        and _MADE[now["made"]](one)
        and now["waits"] in {"", _code(heading(one.when))}
    )


_STATES: dict[str, Any] = {
    "": lambda _: True,
    "on": lambda one: one.enabled,
    "off": lambda one: not one.enabled,
    "odd": lambda one: bool(one.fault) or one.renewed,
}
_MADE: dict[str, Any] = {
    "": lambda _: True,
    "shipped": lambda one: one.shipped and not one.edited,
    "edited": lambda one: one.shipped and one.edited,
    "own": lambda one: not one.shipped,
}


def _on_at(one: Standing, site: int) -> bool | None:
    """Whether it is on at a site; None where it is none of that site's."""
    if one.only_sites and site not in one.only_sites:
        return None
    return one.enabled and site not in one.off_sites


def _groups(actor: Actor, found: Sequence[Standing], now: dict[str, str], known: Sequence[Standing]) -> list[Group]:
    by_title = {title: [one for one in found if heading(one.when) == title] for title in HEADINGS}
    beside = {title: [one for one in known if heading(one.when) == title] for title in HEADINGS}
    return [
        Group(title, tuple(_line(actor, one, now, beside[title]) for one in by_title[title]))
        for title in HEADINGS
        if by_title[title]
    ]


def _line(actor: Actor, one: Standing, now: dict[str, str], beside: Sequence[Standing]) -> Line:
    site = int(now.get("site") or 0)
    on = bool(_on_at(one, site)) if site else one.enabled
    note, tone = _note(one)
    at = beside.index(one)
    steps = tuple(
        way for way, open_to in (("up", at > 0), ("down", at < len(beside) - 1)) if open_to and actor.every_site
    )
    return Line(
        one.id,
        to("rules", id=one.id),
        one.label,
        one.sentence.when if one.sentence else one.label,
        one.sentence.rest if one.sentence else one.fault,
        mark(one),
        (f"{one.fired:,} times" if one.fired > 1 else "once") if one.fired else "",
        on=on,
        may=one.may_edit or bool(site and actor.works_at(site)),
        note=note,
        tone=tone,
        steps=steps,
    )


def _note(one: Standing) -> tuple[str, str]:
    if one.fault:
        return "Switched off by itself: see why", "amber"
    if one.renewed:
        return "A newer version ships", "blue"
    if one.off_sites:
        return f"Off at {len(one.off_sites)} {'site' if len(one.off_sites) == 1 else 'sites'}", "grey"
    return "", "grey"
