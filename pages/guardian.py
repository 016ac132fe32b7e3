"""Likely to stall: open referrals by their chance to, why and what to do next, and how right that was last month."""

from dataclasses import replace
from functools import partial

import streamlit as st

from core import guardian, referral
from core.access import Actor, Permission
from core.guardian import Ahead, Likely, Night
from core.referral import Wanted, steps_for, wording
from pages.parts.filters import chosen, filters
from pages.parts.flag_limits import flag_limits
from pages.parts.head import head
from pages.parts.judged import judged
from pages.parts.links import number, to
from pages.parts.listing import COLUMNS as SHOWN
from pages.parts.narrowing import narrowing
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

ABOUT = "Open referrals by their chance to break a deadline, miss a visit or end without one within four weeks"
COLUMNS = [
    SHOWN["due"].column,
    SHOWN["patient"].column,
    Column("Why", "lines"),
    SHOWN["stage"].column,
    Column("Flag", "badge", "foot"),
    Column("Owner", place="foot"),
]
FILTERS = {"site", "owner", "urgency"}
LACKS = {
    "closed": "too few referrals have come to an end",
    "stalled": "too few referrals have stalled",
    "months": "the history is too short",
}
YOUNG = (
    "Nothing has been reckoned yet. The jobs process learns from your history soon after it starts, then each night."
)
CALM = "Nothing stands open here that has not stalled already. What is overdue stands on the boards."


def page(actor: Actor) -> None:
    """The list, and beside it how right it was; for those who see no records the second alone."""
    beside = partial(flag_limits, actor) if actor.may(Permission.RULE_EDIT) else None
    head("Likely to stall", ABOUT, beside=beside)
    night = guardian.last_night(actor)
    if not actor.may(Permission.REFERRAL_READ):
        judged(actor, night)
        return
    fields = [one for one in narrowing(actor, referral.choices(actor)) if one.name in FILTERS]
    now = chosen(fields)
    filters(fields, now)
    left, right = st.columns([3, 1], gap="large")
    with left:
        _list(actor, now, night)
    with right:
        judged(actor, night, number(now.get("site", "")) or None)


def _list(actor: Actor, now: dict[str, str], night: Night | None) -> None:
    asked = number(st.query_params.get("after", ""))
    found = guardian.ahead(actor, Wanted.read(now), asked or None)
    if night and night.lacks:
        _say_thin(night)
    table(
        "Likely to stall",
        COLUMNS,
        [_row(actor, each) for each in found.likely],
        _empty(now, night),
        cards=True,
        footer=_footer(now, found, later=bool(asked)),
    )


def _say_thin(night: Night) -> None:
    st.html(
        f'<p class="quiet-line">There is nothing honest to learn from yet: {LACKS.get(night.lacks, "")}. Until then '
        "the list is in the order of age: how long each has stood where it stands, beside what is usual there.</p>"
    )


def _row(actor: Actor, each: Likely) -> Row:
    """One referral, leading to its page; its likely step is a click away."""
    r, several = each.row, len(actor.sites) > 1
    said = f"{each.age:.1f} times the usual wait" if each.chance is None else f"{100 * each.chance:.0f} % likely"
    why = "\n".join(words[0].upper() + words[1:] for words in each.because)
    due, who, stage = (SHOWN[code].cell(r, several) for code in ("due", "patient", "stage"))
    who = replace(who, mark=said, mark_tone="amber" if each.high else "grey")
    flag = Cell("Flagged" if each.flagged else "", tone="amber")
    cells = (due, who, Cell(why), stage, flag, Cell(r.owner or "Unassigned"))
    return Row(r.id, cells, to("referral", id=r.id), actions=_next(actor, each), version=r.now.version)


def _next(actor: Actor, each: Likely) -> tuple[Action, ...]:
    """The likely step, where this person may take it."""
    now = each.row.now
    likely = [step for step in steps_for(actor, now) if now.stage in step.likely][:1]
    return tuple(
        Action(wording(step, now.direction), href=to("referral", id=now.id, step=step.name)) for step in likely
    )


def _footer(now: dict[str, str], found: Ahead, *, later: bool) -> list[tuple[str, str]]:
    first = [("Back to the start", to("guardian", **now))] if later else []
    after = [("The next ones", to("guardian", **now, after=found.after))] if found.after else []
    return first + after


def _empty(now: dict[str, str], night: Night | None) -> Empty:
    if any(now.values()):
        return Empty("No referral fits these filters.", "Show all of them", to("guardian"))
    return Empty(YOUNG if night is None else CALM)


page(viewer())
