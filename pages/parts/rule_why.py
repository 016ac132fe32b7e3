"""Why rules acted on a referral or did not: each with the conditions that held and failed, once somebody asks."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from core import clock
from core.access import Actor, Permission
from core.referral import Referral
from core.rule.why import Asked, Judged, judged
from pages.parts.links import to

CSS = Path(__file__).with_suffix(".css")
ASKED = "why"
QUIET = "Why rules acted or not"
NOTHING = "No rule has waited for anything that happened here in the last 90 days."


def rule_why(actor: Actor, r: Referral) -> None:
    """A quiet link under the story; what it opens stands in the address."""
    st.html(CSS)
    opened = st.query_params.get(ASKED) == "yes"
    href = to("referral", id=r.now.id) if opened else to("referral", id=r.now.id, why="yes")
    st.html(f'<p class="why-link"><a data-go href="{href}" aria-expanded="{str(opened).lower()}">{QUIET}</a></p>')
    if not opened:
        return
    several = judged(actor, r.now.id)
    links = actor.may(Permission.RULE_EDIT)
    lines = "".join(_line(one, r.zone, links=links) for one in several)
    st.html(f'<ol class="why">{lines}</ol>' if lines else f'<p class="why-link">{NOTHING}</p>')


def _line(one: Judged, zone: str, *, links: bool) -> str:
    did = '<span class="tone green">acted</span>' if one.fired else '<span class="tone grey">did not act</span>'
    name = escape(one.label)
    if links and one.rule_id:
        name = f'<a data-go href="{to("rules", id=one.rule_id)}">{name}</a>'
    undone = "".join(f'<p class="tone amber">{escape(what)}</p>' for what in one.outcome)
    return (
        f"<li><time>{escape(clock.spoken(one.at, zone))}</time>"
        f"<div><p>{name} {did}</p><p><small>{escape(one.after)}</small></p>{_asked(one.asked)}{undone}</div></li>"
    )


def _asked(several: Sequence[Asked]) -> str:
    return f"<ul>{''.join(map(_condition, several))}</ul>" if several else ""


def _condition(one: Asked) -> str:
    how, said = ("held", "Yes") if one.held else ("failed", "No")
    return f'<li class="{how}">{said}: {escape(one.words)}{_instead(one)}</li>'


def _instead(one: Asked) -> str:
    return f" <small>(it was: {escape(one.instead)})</small>" if one.instead else ""
