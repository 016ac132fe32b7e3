"""Providers that suit a request, best first: why each stands where it stands, and one click to choose it."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import streamlit as st

from core.access import Actor
from core.directory import Match, Matches, Wish, matches, networks
from core.referral import Direction, Draft
from pages.parts.badges import badge
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.links import to

CSS = Path(__file__).with_suffix(".css")
SHOWN = 10
NOBODY = "No practice in the directory takes this. Add the services of those you know, and they stand here."


def find_a_match(actor: Actor, fields: Fields, draft: Draft) -> None:
    """A button on the form of an outbound referral; what is chosen in its dialog fills the practice."""
    if draft.direction is not Direction.OUTBOUND:
        return
    ready = bool(draft.site_id and draft.specialty)
    if st.button(
        "Find a match",
        icon=":material/travel_explore:",
        key=fields.sheet.key("match"),
        disabled=not ready,
        help="Who takes this, near, soon and well" if ready else "First choose what the patient is referred for",
    ):
        _choose(actor, fields, _wish(actor, draft))


def _wish(actor: Actor, draft: Draft) -> Wish:
    """As far as the form says; a payer that names a network is asked for it."""
    payer = draft.payer.casefold()
    return Wish(
        site_id=draft.site_id or 0,
        specialty=draft.specialty,
        urgency=draft.urgency,
        funding=draft.funding or "",
        network=next((name for name in networks(actor) if name.casefold() in payer), ""),
        patient_id=draft.patient_id,
    )


@st.dialog("Who suits this best", width="large", on_dismiss="rerun")
def _choose(actor: Actor, fields: Fields, wish: Wish) -> None:
    found = do(matches, actor, wish)
    if found.result is None:
        return

    def choose(match: Match) -> None:
        fields.sheet.note("recipient", {"id": match.id, "title": match.name, "detail": match.place})

    matched(found.result, fields.sheet.key("match"), lambda match: do(choose, match, said=f"{match.name} is chosen"))


def matched(found: Matches, key: str, choose: Callable[[Match], object] | None) -> None:
    """Draw the list; `choose` is called with the one that is taken, by those who may."""
    st.html(CSS)
    if not found.found:
        st.text(NOBODY)
    for place, match in enumerate(found.found[:SHOWN], start=1):
        row = st.container(horizontal=True, wrap=False, gap="medium", key=f"{key}-of-{match.id}")
        row.html(_match(place, match))
        if choose and row.button("Choose", key=f"{key}-choose-{match.id}"):
            choose(match)
    st.html(f'<p class="fine">{escape(_fine(found))}</p>')


def _match(place: int, match: Match) -> str:
    reasons = "".join(
        f"<li>{escape(reason.text)}{f' <small>{_signed(reason.points)}</small>' if reason.points else ''}</li>"
        for reason in match.reasons
    )
    interest = f" {badge('Own interest', 'amber')}" if match.interest else ""
    name = f'<a data-go href="{to("providers", id=match.id)}">{escape(match.name)}</a>'
    return (
        f'<div class="match"><p><b>{place}. {name}</b>'
        f"{interest} <small>{match.points} points</small></p>"
        f"<p>{escape(match.interest or match.place)}</p><ul>{reasons}</ul></div>"
    )


def _signed(points: int) -> str:
    return f"{points:+d}".replace("-", "−")


def _fine(found: Matches) -> str:
    """From where distances are counted, and who was left out."""
    left = "; ".join(f"{each.name} ({each.why})" for each in found.left_out)
    more = f" {len(found.found) - SHOWN} more suit less well." if len(found.found) > SHOWN else ""
    points = " The points beside the reasons are added up; nothing else counts." if found.found else ""
    return f"{found.measured_from}{points}{more}{f' Left out: {left}.' if left else ''}"
