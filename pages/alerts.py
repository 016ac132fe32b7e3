"""Alerts: what is late or has gone quiet, whom it was brought to, and who has it."""

from collections.abc import Sequence

import streamlit as st

from core import alert, clock, directory
from core.access import Actor, Permission
from core.alert import Alert
from core.referral import Urgency
from pages.parts.alert_note import SAID, take_on
from pages.parts.alert_words import TONES, detail, how, level, then, title, told
from pages.parts.badges import urgency_tone
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.flash import do
from pages.parts.head import head
from pages.parts.links import number, to
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

SHOWN, MOST = 50, 200
"""Settled ones on a page, and how many of the others are shown: the oldest, for they wait for somebody."""
LISTS = {"": "Mine", "open": "My sites", "settled": "Settled"}
NOTHING = {
    "": "Nothing waits for you. What is late or has gone quiet comes here by itself, and by mail.",
    "open": "Nothing is late or quiet at your sites. What somebody has taken on stands here too, until it is done.",
    "settled": "Nothing was settled yet. An alert comes here once what it was about is done.",
}
COLUMNS = [
    Column("About", place="title"),
    Column("What", "when", "corner"),
    Column("Brought to"),
    Column("Then"),
]


def fields_for(actor: Actor) -> list[Field]:
    """Which site, where there are several; the list itself stands in the tabs."""
    sites = {str(site.id): site.name for site in directory.sites(actor)}
    lists = Field("list", "List", choices=LISTS)
    return [Field("site", "Site", choices={"": "All my sites", **sites}), lists] if len(sites) > 1 else [lists]


def found(actor: Actor, which: str, site_id: int | None, before: int | None) -> list[Alert]:
    """The alerts of one list."""
    if which == "settled":
        return alert.settled(actor, site_id, before, SHOWN + 1)
    return (alert.standing if which == "open" else alert.to_acknowledge)(actor, site_id, MOST + 1)


def row(actor: Actor, one: Alert) -> Row:
    """About whom, what, who knows, and what happens next; the button takes it on."""
    who, under = then(one) if one.settled_at is None else _over(one)
    pressing = "" if one.urgency is Urgency.ROUTINE else one.urgency.label
    waits = one.settled_at is None and one.acknowledged_at is None
    cells = (
        Cell(one.patient or one.reference, under=one.reference if one.patient else ""),
        Cell(
            title(one),
            under=detail(one),
            tone=TONES.get(one.kind, "") if waits else "",
            mark=pressing,
            mark_tone=urgency_tone(one.urgency) or "grey",
            hover=f"Raised {clock.spoken(one.raised_at, one.zone)}",
        ),
        Cell(told(one), under=", ".join(part for part in (level(one), one.site) if part), hover=how(one)),
        Cell(who, under=under),
    )
    opens = to("referral", id=one.referral_id) if actor.may(Permission.REFERRAL_READ) else ""
    actions = (Action("I have it", "have"), Action("With a note", "note")) if waits else ()
    return Row(one.id, cells, opens, actions=actions)


def _over(one: Alert) -> tuple[str, str]:
    when = clock.spoken(one.settled_at or clock.now(), one.zone)
    return f"Settled {when}", f"{one.acknowledged_by} had it" if one.acknowledged_by else "Nobody had to take it on"


def page(actor: Actor) -> None:
    """One of three lists, and what somebody takes on."""
    head("Alerts", "What is late or has gone quiet. Say “I have it”, and nobody further up is told.")
    fields = fields_for(actor)
    now = chosen(fields)
    site_id = int(now.get("site") or 0) or None
    waiting = alert.waiting(actor)
    counts: dict[str, int | None] = {"": waiting.mine, "open": None, "settled": None}
    filters(fields, now, [Tab(code, label, counts[code]) for code, label in LISTS.items()], tab="list")
    before = number(st.query_params.get("before", "")) or None
    several = found(actor, now["list"], site_id, before)
    the_list(actor, several, now)


def the_list(actor: Actor, several: Sequence[Alert], now: dict[str, str]) -> None:
    """Draw it, and do what is asked."""
    settled = now["list"] == "settled"
    shown = several[: SHOWN if settled else MOST]
    cut = len(several) > len(shown)
    more = [("Older", to("alerts", **now, before=shown[-1].id))] if cut and settled else []
    note = f"The {MOST} that wait longest" if cut and not settled else ""
    rows = [row(actor, one) for one in shown]
    asked = table("Alerts", COLUMNS, rows, Empty(NOTHING[now["list"]]), footer=more, note=note)
    if asked and asked.name == "have":
        do(alert.acknowledge, actor, asked.id, said=SAID)
    elif asked:
        take_on(actor, next(one for one in shown if one.id == asked.id))


page(viewer())
