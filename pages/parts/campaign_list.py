"""Campaigns as a list: what each cost, what came of it over its whole time, and what it gave for a pound."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core import clock
from core.access import Actor, Permission
from core.insight import LEAST, PER_VISIT, RETURN, Measure, Return
from core.money import pounds, rounded
from core.referral import may_edit_campaign
from pages.parts.campaign_form import change_campaign
from pages.parts.chart import explained, titled
from pages.parts.links import to
from pages.parts.table import Action, Cell, Column, Empty, Row, table

COLUMNS = [
    Column("Campaign", place="title"),
    Column("Ran", place="line"),
    Column("Cost", "number", "foot"),
    Column("Referrals", "number", "foot"),
    Column("Attended", "number", "foot"),
    Column("Value of work", "number", "foot"),
    Column("Return", "number", "corner"),
    Column("Cost per patient seen", "number", "foot"),
]
EXPLAINED = (("Return", RETURN), ("Cost per patient seen", PER_VISIT))
NOTHING = Empty(
    "No campaign is known yet. Once one is, new referrals from its source say whether they came of it, and what it "
    "gave for its cost stands here."
)
SAYS = "Over the whole time of each, whatever the line above asks for: what something cost has no months."


def campaign_list(actor: Actor, found: Sequence[Return]) -> None:
    """Draw it; a row's button opens its form for those who may change it."""
    titled("Campaigns", SAYS)
    pressed = table("Campaigns", COLUMNS, [_row(actor, each) for each in found], NOTHING, key="campaigns")
    if found:
        both = ("Return", RETURN), ("Cost per patient seen", PER_VISIT)
        st.html(
            "<p class='quiet-line'>"
            + " · ".join(f"{escape(what)} {explained(what, how)}" for what, how in both)
            + "</p>"
        )
    if pressed:
        change_campaign(actor, next(each.campaign for each in found if each.campaign.id == pressed.id))


def _row(actor: Actor, each: Return) -> Row:
    one = each.campaign
    where = one.site or "Whole group"
    cells = (
        Cell(one.name, under=f"{one.source.label} · {where}"),
        Cell(*_when(each)),
        Cell("Not given", tone="grey") if one.cost is None else Cell(pounds(one.cost)),
        _counted(actor, each, each.received, Measure.RECEIVED),
        _counted(actor, each, each.attended, Measure.ATTENDED),
        Cell(rounded(each.value), href=_behind(actor, each, Measure.VALUED), under=f"from {each.valued:,}"),
        _return(each),
        _per_visit(each),
    )
    actions = (Action("Change", "change"),) if may_edit_campaign(actor, one.site_id) else ()
    return Row(one.id, cells, actions=actions, version=one.version)


def _when(each: Return) -> tuple[str, str]:
    """From when to when, and whether it goes on."""
    began, ended = each.campaign.began_on, each.campaign.ended_on
    today = clock.now().date()
    if began > today:
        return f"From {clock.spoken_day(began)}", "Not begun"
    if ended is None or ended >= today:
        return f"Since {clock.spoken_day(began)}", f"Until {clock.spoken_day(ended)}" if ended else "Runs"
    return f"{clock.spoken_day(began)} –", clock.spoken_day(ended)


def _counted(actor: Actor, each: Return, n: int, measure: Measure) -> Cell:
    return Cell(f"{n:,}", href=_behind(actor, each, measure) if n else "")


def _behind(actor: Actor, each: Return, measure: Measure) -> str:
    if not actor.may(Permission.REFERRAL_READ) or not each.received:
        return ""
    return to("referrals", stage="any", campaign=each.campaign.id, measure=measure)


def _return(each: Return) -> Cell:
    if each.times is not None:
        return Cell(f"{each.times:,} ×", hover=f"{pounds(each.value)} for {pounds(each.campaign.cost or 0)}")
    return Cell("–", under=_why(each, each.valued))


def _per_visit(each: Return) -> Cell:
    return Cell(rounded(each.per_visit)) if each.per_visit is not None else Cell("–", under=_why(each, each.attended))


def _why(each: Return, n: int) -> str:
    """Why nothing can be told."""
    if each.campaign.cost is None:
        return "cost not given"
    if not each.whole:
        return "told to who sees every site"
    return "it cost nothing" if not each.campaign.cost and n >= LEAST else f"fewer than {LEAST}"
