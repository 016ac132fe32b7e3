"""The line of filters that all insight pages share: what figures are about, kept in the address and carried along."""

from collections.abc import Collection, Sequence

import streamlit as st

from core import clock, insight, months
from core.access import Actor
from core.insight import CODES, Asked
from core.settings import settings
from pages.parts.filters import Field, Tab, chosen, filters

COMPARE = {"": "Against period before", "year": "Against year before", "nothing": "Not compared"}
USUAL = "year"
"""The period that an address without one means."""
ANY = {
    "direction": "In, out and between",
    "source": "Any source",
    "specialty": "Any specialty",
    "funding": "Any funding",
}


def insight_line(
    actor: Actor,
    *more: Field,
    providers: bool = False,
    without: Collection[str] = (),
    carry: Collection[str] = (),
    tabs: Sequence[Tab] = (),
    tab: str = "view",
) -> Asked:
    """Draw it, with a page's own filters behind, and `without` those that mean nothing there.

    `providers` is whether one practice can be picked, `carry` what else of the address stays when the line changes; the
    tabs stand for the page's own filter named `tab`. While figures are counted anew it says how far they are.
    """
    if now := insight.being_counted(actor):
        st.info(f"Figures are being counted anew: {now.share:.0%} so far. Until then they are too low.")
    fields = [*(one for one in _fields(actor) if one.name not in without), *more]
    if providers:
        known = insight.parties(actor, Asked.read(st.query_params.to_dict()))
        fields.append(
            Field("provider", "Practice", "pick", {str(one): name for one, name in known.items()}, folded=True)
        )
    given = chosen(fields)
    filters(fields, given | {name: st.query_params.get(name, "") for name in (*carry, *without)}, tabs, tab)
    return Asked.read(given)


def _fields(actor: Actor) -> list[Field]:
    periods = {"" if code == USUAL else code: label for code, label in insight.PERIODS.items()}
    places = {str(site): name for site, name in insight.places(actor).items()}
    fields = [
        Field("period", "Period", "span", periods, months=_months()),
        Field("compare", "Compared", "span", COMPARE),
        Field("site", "Site", choices={"": "All my sites", **places}),
        *(Field(name, name.capitalize(), choices={"": any_} | CODES[name], folded=True) for name, any_ in ANY.items()),
    ]
    return [one for one in fields if one.name != "site" or len(places) > 1]


def _months() -> tuple[str, ...]:
    """Those that a period can begin and end with, the latest first."""
    now = months.month_of(clock.now().astimezone(settings().time_zone).date())
    return tuple(months.spelt(months.moved(now, -back)) for back in range(insight.LONGEST))
