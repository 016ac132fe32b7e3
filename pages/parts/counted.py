"""The filters that stand behind a figure: which referrals it counts, in which months, of which practice."""

from collections.abc import Mapping

import streamlit as st

from core import directory, insight, months, referral
from core.access import Actor
from core.access import Permission as May
from core.insight import Measure
from core.money import pounds
from core.referral import Funding, Source, Wanted
from pages.parts.filters import Field
from pages.parts.links import number

COUNTS = {measure.value: measure.label for measure in Measure}


def counted(actor: Actor) -> list[Field]:
    """Filters that are there once a figure has led here, with what they can be changed to."""
    query = st.query_params
    fields = [
        Field("source", "Source", choices={"": "Any source"} | {one.value: one.label for one in Source}, folded=True),
        Field(
            "funding", "Funding", choices={"": "Any funding"} | {one.value: one.label for one in Funding}, folded=True
        ),
    ]
    if provider := number(query.get("provider", "")):
        name = directory.provider(actor, provider).name
        fields.append(Field("provider", "Practice", choices={"": "Any practice", str(provider): name}))
    if campaign := number(query.get("campaign", "")):
        known = {each.id: each.name for each in referral.campaigns(actor)} if actor.may(May.INSIGHT_READ) else {}
        called = known.get(campaign, "One campaign")
        fields.append(Field("campaign", "Campaign", choices={"": "Any campaign", str(campaign): called}))
    if query.get("measure", "") in COUNTS:
        fields.append(Field("measure", "Counted as", choices={"": "Any", **COUNTS}))
        fields += [_month(name, label, query.get(name, "")) for name, label in (("since", "From"), ("until", "To"))]
    return fields


def said(actor: Actor, now: Mapping[str, str], wanted: Wanted) -> str:
    """What the list shows where a figure led here, and of work with a value what it comes to; empty otherwise."""
    measure = now.get("measure")
    if not measure:
        return ""
    since, until = (months.read(now.get(name, "")) for name in ("since", "until"))
    when = f", {_span(since, until)}" if since and until else ""
    comes_to = f" {pounds(insight.worth(actor, wanted))} in all." if measure in insight.BY_WORTH else ""
    return f"{Measure(measure).label}{when}. {Measure(measure).sentence}{comes_to}"


def _span(since: int, until: int) -> str:
    return months.spoken(since) if since == until else f"{months.spoken(since)} to {months.spoken(until)}"


def _month(name: str, label: str, asked: str) -> Field:
    """The months around the one that was asked for."""
    month = months.read(asked)
    around = [months.moved(month, by) for by in range(-12, 13)] if month else []
    return Field(name, label, choices={"": f"{label} any month"} | {months.spelt(m): months.spoken(m) for m in around})
