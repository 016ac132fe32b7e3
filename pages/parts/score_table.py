"""The scorecard as a table: who refers to us and keeps in touch, or whom we refer to and how it goes there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from core import clock
from core.access import Actor
from core.directory import Standing
from core.insight import FIGURES, LEAST, Asked, Engagement, Measure, Scorecard, Scored, Told
from core.insight.calling import days
from core.insight.providers import Practice
from core.referral import Direction
from pages.parts.amounts import told
from pages.parts.links import behind, number, within
from pages.parts.table import Cell, Column, Empty, Row, table

PAGE = 50
FEW = f"Percentages and medians are told from {LEAST} cases on; n counts them."
NEVER = 100_000
"""Days of silence of whoever never referred to us."""
Order = Callable[[Scored], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Side:
    """One way of dealing: what is known of it, the figures shown by what they are called here, the orders it can have
    and what is said where nothing is; with `touch` come recency and trend."""

    direction: Direction
    of: Callable[[Scored], Told]
    figures: Mapping[str, str]
    orders: Mapping[str, tuple[str, Order]]
    empty: str
    touch: bool = False


SIDES = {
    "": Side(
        Direction.INBOUND,
        lambda one: one.inbound,
        {"We accepted": "acceptance", "Seen": "attendance", "Visits missed": "no_show", "Booked after": "days_booked"},
        {
            "": ("Most referrals", lambda one: (-one.inbound.sums.received,)),
            "silence": ("Longest silence", lambda one: (-_silence(one.engagement),)),
            "fall": ("Largest fall", lambda one: (one.engagement.now - (one.engagement.before or 0),)),
            "name": ("Name", lambda _: ()),
        },
        "No practice outside referred to your sites in these months, nor in the two years before today.",
        touch=True,
    ),
    "to": Side(
        Direction.OUTBOUND,
        lambda one: one.outbound,
        {
            "They accepted": "acceptance",
            "Booked after": "days_booked",
            "Seen": "attendance",
            "Visits missed": "no_show",
            "Reports returned": "closed_loop",
        },
        {
            "": ("Most referrals", lambda one: (-one.outbound.sums.received,)),
            "wait": ("Longest wait", lambda one: (-_known("days_booked", one.outbound, otherwise=0),)),
            "reports": ("Fewest reports", lambda one: (_known("closed_loop", one.outbound, otherwise=NEVER),)),
            "name": ("Name", lambda _: ()),
        },
        "Your sites referred nobody to a practice outside in these months.",
    ),
}


def score_table(actor: Actor, card: Scorecard, asked: Asked, view: str, by: str) -> None:
    """A page of it; a practice leads to its own page, numbers to the referrals that they count."""
    side = SIDES[view]
    mine = [one for one in card.rows if side.of(one).sums.received or (side.touch and one.engagement.last_on)]
    ordered = sorted(mine, key=side.orders[by][1])
    start = number(st.query_params.get("from", ""))
    shown = ordered[start : start + PAGE]
    columns = [
        Column("Practice", place="title"),
        Column("Referrals", "number", "foot"),
        *([Column("Last one"), Column("Twelve months", "number", "foot")] if side.touch else []),
        *(Column(title, "number", "foot") for title in side.figures),
    ]
    rows = [_row(actor, asked, side, one) for one in shown]
    told_of = f"{start + 1}–{start + len(shown)} of {len(ordered):,} practices. {FEW}" if shown else ""
    footer = _footer(asked, view, by, start, len(ordered))
    table("Practices", columns, rows, Empty(side.empty), note=told_of, footer=footer, key=f"score-{view}")


def _row(actor: Actor, asked: Asked, side: Side, one: Scored) -> Row:
    told_of, practice = side.of(one), one.practice
    behind_it = behind(actor, asked, Measure.RECEIVED, direction=side.direction.value, provider=practice.id)
    cells = (
        called(one),
        Cell(f"{told_of.sums.received:,}", href=behind_it if told_of.sums.received else ""),
        *([recency(one.engagement), trend(one.engagement)] if side.touch else []),
        *(_figure(told_of, code) for code in side.figures.values()),
    )
    return Row(practice.id, cells, within("scorecard", asked, provider=practice.id))


def called(one: Scored) -> Cell:
    """Its name, where it is, and what has to be known before anything else."""
    mark, tone = standing(one.practice)
    lapsed = ("Lapsed", "amber") if one.engagement.lapsed and not mark else (mark, tone)
    return Cell(one.practice.name, under=one.practice.town, mark=lapsed[0], mark_tone=lapsed[1])


def standing(practice: Practice) -> tuple[str, str]:
    """Whether it can be dealt with at all, in a word and its colour; empty where it can."""
    if practice.closed_on and practice.closed_on <= clock.now().date():
        return f"Closed {clock.spoken_day(practice.closed_on, clock.now().date())}", "grey"
    return ("Suspended", "red") if practice.standing is Standing.SUSPENDED else ("", "")


def recency(kept: Engagement) -> Cell:
    """When it last referred, and how often it does where that is known."""
    if kept.silence is None:
        return Cell("Never in two years")
    usual = f"usually every {days(kept.gap.days)}" if kept.gap else ""
    return Cell({0: "Today", 1: "Yesterday"}.get(kept.silence, f"{days(kept.silence)} ago"), under=usual)


def trend(kept: Engagement) -> Cell:
    """Twelve whole months, and the twelve before."""
    return Cell(f"{kept.now:,}", under="" if kept.before is None else f"{kept.before:,} before")


def _figure(of: Told, code: str) -> Cell:
    value = FIGURES[code].value(of)
    return Cell(
        told(FIGURES[code].unit, value) if value.n else "–", under=f"n {value.n:,}" if value.amount is not None else ""
    )


def _silence(kept: Engagement) -> int:
    return NEVER if kept.silence is None else kept.silence


def _known(code: str, of: Told, otherwise: float) -> float:
    amount = FIGURES[code].value(of).amount
    return otherwise if amount is None else amount


def _footer(asked: Asked, view: str, by: str, start: int, several: int) -> list[tuple[str, str]]:
    def at(place: int) -> str:
        return within("scorecard", asked, view=view, by=by, **{"from": place or ""})

    before = [("The ones before", at(max(start - PAGE, 0)))] if start else []
    return before + ([("The next ones", at(start + PAGE))] if start + PAGE < several else [])
