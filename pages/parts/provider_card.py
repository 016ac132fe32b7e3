"""One provider: how it stands, what it offers and asks for, how it has done for us, and everything that happened."""

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from core import clock, document, field
from core.access import Actor, Permission
from core.audit import timeline
from core.directory import (
    Choice,
    Move,
    Provider,
    Standing,
    choose_provider,
    may_ask,
    may_write,
    move_provider,
    moves,
    place,
    provider,
    sites,
)
from core.settings import settings
from pages.parts.asks import asks_of
from pages.parts.badges import badge
from pages.parts.documents import Desk, are_asked_for, documents
from pages.parts.facts import facts
from pages.parts.flash import do
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.provider_forms import move_with_reason
from pages.parts.provider_terms import contacts, details, record, services
from pages.parts.provider_views import CSS, LAYOUT
from pages.parts.provider_words import STANDINGS
from pages.parts.timeline import timeline as story

CHOICES = ["", *Choice]
BARRED = {Standing.SUSPENDED}


def card(actor: Actor, provider_id: int) -> None:
    """The whole page of one practice."""
    found = do(provider, actor, provider_id, quiet=True)
    if found.result is None:
        head("Provider", found.refused)
        return
    one = found.result
    _top(actor, one)
    side, main = st.container(key="sides").columns([1, 2], gap="large")
    with side:
        with st.container(key="next-step"):
            _standing(actor, one)
        _here(actor, one)
        _who(one)
        details(actor, one, may_change=may_write(actor, one.standing))
    with main:
        _tabs(actor, one)


def _top(actor: Actor, one: Provider) -> None:
    closed = f"Closed {clock.spoken_day(one.closed_on, clock.now().date())}" if one.closed_on else ""
    where = " · ".join(part for part in (closed, place(one.address, one.town, one.postcode)) if part)
    refer = "Refer here" if actor.may(Permission.REFERRAL_CREATE) and one.standing not in BARRED else ""
    beside = partial(_scorecard, one.id) if actor.may(Permission.INSIGHT_READ) else None
    if head(one.name, where, action="" if closed else refer, icon=":material/send:", beside=beside):
        st.switch_page("refer.py", query_params={"direction": "outbound", "recipient": str(one.id)})
    st.html(CSS)
    st.html(LAYOUT)


def _scorecard(provider_id: int) -> None:
    st.html(f'<a class="beside" data-go href="{to("scorecard", provider=provider_id)}">Scorecard</a>')


def _standing(actor: Actor, one: Provider) -> None:
    """How it stands, why, and what this person can do about it."""
    why = f"<p>{escape(one.standing_reason)}</p>" if one.standing_reason else ""
    mark = badge(one.standing.label, STANDINGS[one.standing])
    st.html(f'<div class="standing"><h2 class="box">Standing {mark}</h2>{why}</div>')
    open_to = moves(actor, one.standing)
    if not open_to:
        return
    likely, others = (open_to[:1], open_to[1:]) if open_to[0].likely else ([], open_to)
    for move in likely:
        _move(actor, one, move, "secondary")
    with st.container(key="other-steps", gap=None):
        for move in others:
            _move(actor, one, move, "tertiary")


def _move(actor: Actor, one: Provider, move: Move, look: str) -> None:
    pressed = st.button(move.label, type=look, width="stretch", key=f"move-{move.name}-{one.version}")  # type: ignore[arg-type]  # one of Streamlit's words
    if pressed and move.why:
        move_with_reason(actor, one, move)
    elif pressed:
        said = f"{one.name} is {move.target.label.lower()}"
        do(move_provider, actor, one.id, one.version, move.name, said=said)


def _here(actor: Actor, one: Provider) -> None:
    """What each of the person's sites makes of it."""
    mine = [site for site in sites(actor) if actor.may(Permission.DIRECTORY_PROPOSE, at=site.id)]
    if not mine:
        return
    st.html('<h2 class="box">At my sites</h2>')
    for site in mine:
        now = one.choices.get(site.id) or ""
        chosen = st.segmented_control(
            site.name,
            CHOICES,
            default=now,
            required=True,
            format_func=lambda choice: Choice(choice).label if choice else "Neither",
            key=f"choice-{site.id}-{one.id}-{now}",
            width="stretch",
        )
        if chosen != now:
            choice = Choice(chosen) if chosen else None
            said = f"{one.name} is {choice.label.lower() if choice else 'neither preferred nor hidden'} at {site.name}"
            do(choose_provider, actor, one.id, site.id, choice, said=said)


def _who(one: Provider) -> None:
    st.html('<h2 class="box">Practice</h2>')
    facts(
        ("Telephone", field.phone_shown(one.phone) if one.phone else ""),
        ("E-mail", one.email),
        ("ODS code", one.ods_code or "Not in the national list"),
        ("Networks", ", ".join(one.networks)),
        ("Clinicians", "\n".join(each.name for each in one.clinicians)),
        ("Own interest", one.interest),
        ("Note", one.note),
    )


def _agreements(actor: Actor, one: Provider, papers: Sequence[document.Document]) -> None:
    """What was signed with them; new ones come from those who onboard."""
    if papers or may_ask(actor):
        holder, zone = document.Holder(provider_id=one.id), settings().time_zone.key
        documents(Desk(actor, holder, zone, "providers", {"id": one.id}), papers)
    else:
        st.text("No document of an agreement is kept yet.")


def _tabs(actor: Actor, one: Provider) -> None:
    may_change = may_write(actor, one.standing)
    papers = document.of(actor, document.Holder(provider_id=one.id), withdrawn=True)
    names = ["Services", "What they ask for", "Contacts", "Record", f"Agreements {len(papers) or ''}", "Timeline"]
    first = names[4] if are_asked_for() else None
    offered, asked, reached, done, agreed, told = st.tabs(names, default=first, key="tabs")
    with offered:
        services(actor, one, may_change=may_change)
    with asked:
        asks_of(actor, may_change=may_ask(actor), provider_id=one.id)
    with reached:
        contacts(actor, one, may_change=may_change)
    with done:
        record(actor, one)
    with agreed:
        _agreements(actor, one, papers)
    with told:
        story(timeline(actor, "provider", one.id), settings().time_zone.key)
