"""One practice by itself: what stands out, how it keeps in touch, what goes to and fro, and what becomes of it."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

import streamlit as st

from core import insight
from core.access import Actor, Permission
from core.field import phone_shown
from core.insight import FIGURES, LEAD_TIMES, Asked, Engagement, Lead, Scorecard, Scored, Told
from core.insight.calling import days
from core.insight.limits import standing as stands
from core.referral import Direction
from pages.parts.amounts import spoken, told
from pages.parts.badges import badge
from pages.parts.calling import task_about
from pages.parts.chart import explained, titled
from pages.parts.flash import do
from pages.parts.head import head
from pages.parts.insight_line import insight_line
from pages.parts.links import number, to
from pages.parts.score_table import recency, standing, trend
from pages.parts.table import Cell, Column, Empty, Row, table
from pages.parts.task_form import new_task
from pages.parts.to_and_fro import became, to_and_fro

CSS = f"<style>{Path(__file__).with_suffix('.css').read_text()}</style>"
WAYS = {Direction.INBOUND: "What they sent us", Direction.OUTBOUND: "What we sent there"}
HELD = {
    Direction.INBOUND: ("acceptance", "attendance", "no_show", "days_booked"),
    Direction.OUTBOUND: ("acceptance", "attendance", "no_show", "days_booked", "closed_loop"),
}
"""What is held against all together."""
RECENCY = (
    "The day of its last referral to your sites. It has lapsed after more than twice its own usual gap, and after more "
    "than a fortnight. The gap is the median of days between those on which it referred in two years, from four on."
)
TREND = "Referrals of the last twelve whole months, and of the twelve before once they are all counted."


def practice(actor: Actor) -> None:
    """The whole page of the practice that the address names."""
    practice_id = number(st.query_params.get("provider", ""))
    asked = replace(Asked.read(st.query_params.to_dict()), direction="")
    found = do(insight.scored, actor, asked, practice_id, quiet=True)
    if found.result is None:
        head("Provider scorecard", found.refused)
        return
    one, card = found.result
    _top(actor, one, asked)
    insight_line(actor, providers=True, without=("compare", "direction"))
    st.html(CSS)
    _stands_out(one, card)
    _touch(one.engagement, one.inbound)
    to_and_fro(actor, asked, insight.both_ways(actor, asked, practice_id), practice_id)
    became(actor, asked, one)
    _waits(one)


def _top(actor: Actor, one: Scored, asked: Asked) -> None:
    place = one.practice
    mark, tone = standing(place)
    known = " · ".join(part for part in (place.town, phone_shown(place.phone) if place.phone else "") if part)
    action = "Add a task" if actor.may(Permission.TASK_DO) else ""
    if head(place.name, known, action=action, icon=":material/add_task:", beside=lambda: _ways(place.id)):
        new_task(task_about(place.name, "", {"provider": str(place.id)}, asked))
    if mark:
        st.html(badge(mark, tone))


def _ways(practice_id: int) -> None:
    st.html(f'<a class="beside" data-go href="{to("scorecard")}">All practices</a>')
    st.html(f'<a class="beside" data-go href="{to("providers", id=practice_id)}">In the directory</a>')


def _stands_out(one: Scored, card: Scorecard) -> None:
    """Reasons to call, and what chance alone would hardly give."""
    said = [*(sentence for _, sentence in insight.reasons(one, card)), *_apart(one, card)]
    titled("What stands out", "" if said else "Nothing: all there is lies within what chance alone would give.")
    if said:
        st.html(f'<ul class="apart">{"".join(f"<li>{escape(each)}</li>" for each in said)}</ul>')


def _apart(one: Scored, card: Scorecard) -> Iterator[str]:
    sides = ((Direction.INBOUND, one.inbound, card.inbound), (Direction.OUTBOUND, one.outbound, card.outbound))
    for way, here, whole in sides:
        for code in HELD[way]:
            if sentence := _sentence(code, here, whole):
                yield f"{WAYS[way]}: {sentence}"


def _sentence(code: str, here: Told, whole: Told) -> str:
    """Booking conversion 52 % of 40, fewer than expected; all together 71 %."""
    figure = FIGURES[code]
    held, value, everywhere = figure.held(here, whole), figure.value(here), figure.value(whole)
    found = stands(held.part, held.n, held.expected) if held and held.n else None
    if found is None or not found.outside or everywhere.amount is None:
        return ""
    words, all_ = found.words(*figure.words).lower(), spoken(figure.unit, everywhere.amount)
    label = figure.label[0].lower() + figure.label[1:]
    return f"{label} {told(figure.unit, value)} of {value.n:,}, {words}; all together {all_}."


def _touch(kept: Engagement, sent: Told) -> None:
    """Recency, trend and yield, each for itself."""
    titled("How it keeps in touch", "Three parts, shown apart and never weighed against each other.")
    last, year, seen = recency(kept), trend(kept), FIGURES["attendance"]
    value = seen.value(sent)
    parts = (
        ("Last referral", last.text, last.under, RECENCY),
        ("Twelve months", year.text, year.under or "no year before yet", TREND),
        ("Seen", told(seen.unit, value), f"of {value.n:,} in the period" if value.n else "", seen.sentence),
    )
    drawn = "".join(
        f"<div><dt>{escape(name)} {explained(name, about)}</dt>"
        f"<dd>{escape(text)}<small>{escape(under)}</small></dd></div>"
        for name, text, under, about in parts
    )
    lapsed = badge("Lapsed", "amber") if kept.lapsed else ""
    st.html(f'{lapsed}<dl class="touch">{drawn}</dl>')


def _waits(one: Scored) -> None:
    """How long each step took, both ways; who still waits is told beside."""
    rows = [
        Row(place, (Cell(lead.label), _wait(one.inbound.leads.get(code)), _wait(one.outbound.leads.get(code))))
        for place, (code, lead) in enumerate(LEAD_TIMES.items())
    ]
    titled(
        "How long it took",
        "Median and ninth decile in whole days, and who still waits.",
        next(iter(LEAD_TIMES.values())).sentence,
    )
    columns = [Column("Wait", place="title"), *(Column(way, "number", "foot") for way in WAYS.values())]
    table("How long it took", columns, rows, Empty(""), key="waits")


def _wait(lead: Lead | None) -> Cell:
    if lead is None or not (lead.n or lead.waiting):
        return Cell("–")
    waiting = f" · {lead.waiting:,} wait" if lead.waiting else ""
    if lead.n < insight.LEAST or lead.median is None:
        return Cell("Too few", under=f"n {lead.n:,}{waiting}")
    return Cell(days(lead.median), under=f"nine in ten within {lead.p90:,} · n {lead.n:,}{waiting}")
