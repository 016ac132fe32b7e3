"""What a rule would have done: how often, on what, why, and what the past does not tell."""

from html import escape

import streamlit as st

from core import clock
from core.access import Actor
from core.rule.rehearsal import Occurrence, Rehearsal, rehearse
from pages.parts.flash import do
from pages.parts.links import to
from pages.parts.rule_shape import Stored
from pages.parts.sheet import Sheet
from pages.parts.table import Cell, Column, Empty, Row, table

COLUMNS = [
    Column("When", "when", "line"),
    Column("Patient", place="title"),
    Column("Site"),
    Column("Because", "long", "foot"),
]
NEVER = Empty("It would not have acted once. Look at its conditions, or keep it for what is still to come.")
STALE = "The rule was changed since. Try it again to see what it would have done."


def rehearsal(actor: Actor, sheet: Sheet, stored: Stored) -> None:
    """Draw what was tried last on this sheet; tried once, looked at as often as one likes."""
    tried = sheet.noted("tried")
    if tried is None:
        return
    st.header("On the last 90 days", anchor=False)
    known = sheet.noted("rehearsed")
    if known is None or known[0] != tried:
        found = _tried(actor, tried)
        if found is None:
            sheet.note("tried", None)
            return
        known = (tried, found)
        sheet.note("rehearsed", known)
    _told(known[1], stale=tried != stored)


def _tried(actor: Actor, stored: Stored) -> Rehearsal | None:
    """With a bar that says how far it got, where it takes a while."""
    place = st.empty()
    done = do(rehearse, actor, stored, lambda share: place.progress(share, "Looking through what happened"))
    place.empty()
    return done.result


def _told(found: Rehearsal, *, stale: bool) -> None:
    times = "once" if found.fired == 1 else f"{found.fired:,} times"
    of = f"{found.of:,} {'occasion' if found.of == 1 else 'occasions'}"
    limits = "".join(f"<li>{escape(limit)}</li>" for limit in found.limits)
    odd = f'<p class="odd">{STALE}</p>' if stale else ""
    st.html(
        f'<div class="rehearsed">{odd}<p>It would have acted <b>{times}</b>, out of {of}. '
        f"Nothing was written or sent.</p><ul>{limits}</ul></div>"
    )
    more = found.fired - len(found.latest)
    note = f"The latest {len(found.latest)}; {more:,} more before them." if more else ""
    table(
        "What it would have acted on",
        COLUMNS,
        [_row(n, one) for n, one in enumerate(found.latest)],
        NEVER,
        note=note,
        key="rehearsed",
    )


def _row(number: int, one: Occurrence) -> Row:
    why = " · ".join(one.because)
    cells = (
        Cell(clock.spoken(one.at, one.zone)),
        Cell(one.patient or "Not shown to you"),
        Cell(one.site),
        Cell(f"{why[0].upper()}{why[1:]}" if why else "It always acts"),
    )
    return Row(number, cells, to("referral", id=one.referral_id) if one.referral_id else "")
