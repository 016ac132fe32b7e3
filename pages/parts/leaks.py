"""Who was lost: known losses, and those who wait so long without a visit that nobody can know, kept apart."""

from collections.abc import Iterator
from html import escape

import streamlit as st

from core import insight
from core.access import Actor
from core.insight import Asked, Leakage, Measure
from core.insight.leakage import SENTENCE
from pages.parts.chart import Led, slug, tabled, titled
from pages.parts.figures import percent
from pages.parts.links import behind, within
from pages.parts.mix import Amount, amounts

TITLE = "Who was lost"
CHOICES = (30, 60, 90, 120, 180)


def leaks(actor: Actor, asked: Asked, days: int, kept: dict[str, str]) -> None:
    """Draw the parts as bars that lead to exactly those, and the number of days as a choice."""
    found = insight.leakage(actor, asked, days)
    parts = list(_parts(actor, asked, found, days))
    with st.container(key=f"chart-{slug(TITLE)}", gap="small"):
        titled(TITLE, _sentence(found, days), SENTENCE)
        if not found.received:
            return
        st.html(_days(asked, days, kept))
        amounts(TITLE, parts, found.received)
        rows = [(part.label, Led(part.n, part.href), percent(part.n, found.received)) for part in parts]
        tabled(TITLE, ("What became of them", "Referrals", "Of received"), rows)


def _parts(actor: Actor, asked: Asked, found: Leakage, days: int) -> Iterator[Amount]:
    yield Amount("Closed without contact", found.lost, behind(actor, asked, Measure.LOST), "known")
    yield Amount("Redirected elsewhere", found.redirected, behind(actor, asked, Measure.REDIRECTED), "known")
    waiting = Measure.WAITING_ATTENDED
    until = behind(actor, asked, waiting, received_until=found.on)
    yield Amount(f"Open without a visit for {days} days", found.unknown, until, "not known", pale=True)


def _sentence(found: Leakage, days: int) -> str:
    if not found.received:
        return "Nothing was received in these months."
    known = found.lost + found.redirected
    young = f" {found.recent:,} wait for less than {days} days: too recent to tell." if found.recent else ""
    if not known + found.unknown:
        return f"Nobody is known to be lost, and of nobody it is in doubt.{young}"
    share = percent(known, found.received)
    said = f"{known:,} are known to be lost{f', {share} of those received' if share else ''}; "
    return f"{said}of {found.unknown:,} nobody can know.{young}"


def _days(asked: Asked, days: int, kept: dict[str, str]) -> str:
    ways = (
        f"<a data-go href='{escape(within('conversion', asked, **{**kept, 'days': each}))}' "
        f"{'aria-current=true' if each == days else ''}>{each} days</a>"
        for each in sorted({*CHOICES, days})
    )
    return f"<div class='ways-to'><nav aria-label='Not known after'>{''.join(ways)}</nav></div>"
