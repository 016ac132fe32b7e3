"""What a rule did, and how it came to be what it is."""

from html import escape

import streamlit as st

from core import clock, rule
from core.access import Actor
from core.rule.did import Act, did
from core.rule.history import Version
from core.rule.history import versions as history
from core.rule.listing import Standing
from core.settings import settings
from pages.parts.flash import do, leave
from pages.parts.links import to
from pages.parts.rule_workshop import CSS
from pages.parts.table import Cell, Column, Empty, Row, table

COLUMNS = [
    Column("When", "when", "line"),
    Column("Patient", place="title"),
    Column("Site"),
    Column("What came of it", "long", "foot"),
]
NEVER = Empty("It has not acted at your sites yet. When it does, each time will stand here.")
DONE = "Done"


def acts(actor: Actor, one: Standing) -> None:
    """Each time that it acted at one's sites, newest first."""
    found = did(actor, one.name)
    note = f"The latest {len(found)}. What rules did is kept for 90 days." if found else ""
    table("What it did", COLUMNS, [_act(each) for each in found], NEVER, note=note, key="did")


def _act(one: Act) -> Row:
    cells = (
        Cell(clock.spoken(one.at, one.zone)),
        Cell(one.patient or ("Not shown to you" if one.referral_id is None else "")),
        Cell(one.site),
        Cell(" ".join(one.outcome) or DONE),
    )
    return Row(one.id, cells, to("referral", id=one.referral_id) if one.referral_id else "")


def versions(actor: Actor, one: Standing) -> None:
    """Every version, newest first, with what it changed; any of them can be the rule again."""
    st.html(CSS)
    several = history(actor, one.id)
    if not several:
        st.text("It is as it came. Once somebody changes it, every version will stand here.")
    for each in several:
        with st.container(horizontal=True, vertical_alignment="top", key=f"version-{each.number}"):
            st.html(_version(each, stands=each is several[0]))
            if one.may_edit and each is not several[0] and each.told:
                _back(actor, one, each)


def _back(actor: Actor, one: Standing, to_: Version) -> None:
    with st.popover("Go back to this", type="tertiary"):
        why = st.text_input("Why", max_chars=400, key=f"back-why-{one.id}-{to_.number}")
        if st.button(f"Go back to version {to_.number}", key=f"back-{one.id}-{to_.number}"):
            told = f"Back to version {to_.number}. {why}".strip()
            if do(rule.save, actor, to_.content, one.name, one.version, told):
                leave("rules.py", f"The rule is as it was in version {to_.number}", id=one.id, view="versions")


def _version(one: Version, *, stands: bool) -> str:
    at = clock.spoken(one.at, settings().time_zone.key)
    why = f"<q>{escape(one.why)}</q>" if one.why else ""
    now = " · stands now" if stands else ""
    moved = "".join(
        f"<dt>{each.of}</dt><dd><del>{escape(each.was)}</del> <ins>{escape(each.now)}</ins></dd>"
        for each in one.changes
    )
    told = f"<dl>{moved}</dl>" if moved else f"<p>{escape(one.told)}</p>"
    return (
        f'<article class="version"><h3>Version {one.number}{now}</h3>'
        f'<p class="who">{escape(one.who)} · {at} {why}</p>{told}</article>'
    )
