"""The top of a referral's page: who and what in one line, where it stands, when it is due, and who follows it up."""

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

import streamlit as st

from core import clock
from core.access import Actor, Permission
from core.referral import Direction, Referral, Urgency, takers
from pages.parts.badges import DUE, badge, urgency_tone
from pages.parts.likely import likely_line
from pages.parts.plain import plain
from pages.parts.sheet import Sheet
from pages.parts.style import dress

CSS = Path(__file__).with_name("referral.css")


@dataclass(frozen=True, slots=True)
class Given:
    """Who is to own the referral from now on; None is the site's pool."""

    owner_id: int | None


@dataclass(frozen=True, slots=True)
class Picked:
    """Where within its stage it stands from now on; None at nothing finer."""

    status_id: int | None


def hero(actor: Actor, r: Referral, sheet: Sheet) -> Given | Picked | None:
    """Draw it; whom somebody gave the referral to, or the sub-status they picked."""
    dress()
    st.html(CSS)
    with st.container(horizontal=True, vertical_alignment="center", key="hero"):
        st.html(_who_and_what(r))
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content", key="hero-side"):
            st.html(_due(r) + likely_line(actor, r))
            picked = _sub_status(actor, r, sheet)
            return _owner(actor, r, sheet) or picked


def _who_and_what(r: Referral) -> str:
    refs = [r.now.direction.capitalize(), r.now.reference, r.their_reference and f"theirs {r.their_reference}", r.site]
    marks = [
        (r.now.urgency is not Urgency.ROUTINE, r.now.urgency.label, urgency_tone(r.now.urgency)),
        (r.held_until_on is not None, f"On hold until {_day(r.held_until_on)}", "amber"),
        (r.died_on is not None, f"Died {_day(r.died_on)}", "grey"),
    ]
    badges = " ".join(badge(words, tone) for shown, words, tone in marks if shown)
    return (
        f'<header class="head"><p class="refs">{escape(" · ".join(part for part in refs if part))}</p>'
        f"<h1>{escape(_named(r))} <span>{escape(r.specialty)}</span> {badges}</h1>"
        f"<p>{escape(' · '.join(part for part in (_other(r), r.because) if part))}</p></header>"
    )


def _named(r: Referral) -> str:
    if r.born_on is None:
        return r.patient_name
    on = r.died_on or clock.local(clock.now(), r.zone).date()
    return f"{r.patient_name}, {on.year - r.born_on.year - ((on.month, on.day) < (r.born_on.month, r.born_on.day))}"


def _other(r: Referral) -> str:
    """Where it comes from or goes to."""
    outbound = r.now.direction is Direction.OUTBOUND
    clinician = r.recipient_clinician if outbound else r.referrer_clinician
    other = ", ".join(part for part in (clinician, r.other) if part)
    return other if r.other == r.source.label else f"{'To' if outbound else 'From'} {other}"


def _day(on: date | None) -> str:
    return clock.spoken_day(on, clock.now().date()) if on else ""


def _due(r: Referral) -> str:
    """When the next action is due, exact on hover; when it was closed, once it is."""
    if r.closed_at:
        return f'<p class="due">{escape(r.stage_label)} {clock.spoken(r.closed_at, r.zone)}</p>'
    words, tone = r.due
    if not words:
        return '<p class="due">Nothing is due</p>'
    icon = f'<span class="icon" aria-hidden="true">{"error" if tone == "breach" else "schedule"}</span>'
    exact = clock.spoken(r.due_at, r.zone)
    look = f"tone {DUE[tone]}" if DUE[tone] else ""
    why = f'<span class="why">{escape(r.deadline)}</span>' if r.deadline else ""
    return f'<p class="due {look}" title="Due {exact}">{icon} {escape(r.todo)}: {words}{why}</p>'


def _sub_status(actor: Actor, r: Referral, sheet: Sheet) -> Picked | None:
    """One pick from the group's own list; in words where there is nothing to pick from."""
    others = {each.id: each.label for each in r.statuses if each.label != r.sub_status}
    if not others or r.closed_at or not actor.may(Permission.REFERRAL_HANDLE):
        if r.sub_status:
            st.text(r.sub_status)
        return None
    options: list[tuple[int | None, str]] = [*others.items(), *([(None, "None of these")] if r.sub_status else [])]
    chosen = st.menu_button(
        plain(r.sub_status) or "Sub-status",
        options,
        key=sheet.key("sub-status"),
        format_func=lambda item: plain(item[1]),
        icon=":material/label:",
        help="Where it stands within its stage",
    )
    return Picked(chosen[0]) if chosen else None


def _owner(actor: Actor, r: Referral, sheet: Sheet) -> Given | None:
    """Take it with one click, or give it to somebody."""
    others = {
        owner.id if owner else None: owner.called if owner else "Back to the site’s pool"
        for owner in takers(actor, r.now)
    }
    given = None
    if actor.account_id in others and st.button("Take it", icon=":material/pan_tool:", key=sheet.key("take")):
        given = Given(actor.account_id)
    label = f"Owner: {plain(r.owner)}" if r.owner else "No owner yet"
    if not set(others) - {actor.account_id}:
        st.text(f"Owner: {r.owner}" if r.owner else "No owner yet")
        return given
    chosen = st.menu_button(
        label,
        list(others.items()),
        key=sheet.key("owner"),
        format_func=lambda item: plain(item[1]),
        icon=":material/person:",
    )
    return Given(chosen[0]) if chosen else given
