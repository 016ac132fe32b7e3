"""What else a practice manager asks at once: a few rates, each with what it counts, how many, and what changed."""

from html import escape
from pathlib import Path

import streamlit as st

from core.access import Actor
from core.insight import METRICS, Course, Metric, rate
from pages.parts.chart import explained
from pages.parts.figures import change_words
from pages.parts.links import behind

CSS = f"<style>{Path(__file__).with_suffix('.css').read_text()}</style>"
SHOWN = ("acknowledgement", "sla", "no_show", "late_cancellation", "closed_loop")
THINGS = {
    "acknowledgement": "due",
    "sla": "steps",
    "no_show": "visits",
    "late_cancellation": "visits",
    "closed_loop": "sent out",
}


def glance(actor: Actor, told: Course) -> None:
    """Draw them one under the other."""
    rates = "".join(_one(actor, told, METRICS[code]) for code in SHOWN)
    st.html(f"{CSS}<ul class='glance' aria-label='At a glance'>{rates}</ul>")


def _one(actor: Actor, told: Course, metric: Metric) -> str:
    here = rate(metric, told.whole)
    changed, hover = change_words(told.change(metric)) if told.then else ("", "")
    number = escape(here.words if here.of else "–")
    if here.n and (href := behind(actor, told.asked, metric.of)):
        number = f'<a data-go href="{escape(href)}" title="The referrals behind it">{number}</a>'
    of = f"{here.n:,} of {here.of:,} {THINGS[metric.code]}" if here.share is not None else THINGS[metric.code]
    change = f" · <span title='{escape(hover)}'>{escape(changed)}</span>" if changed else ""
    return (
        f"<li><div class='what'>{escape(metric.label)}{explained(metric.label, metric.sentence)}</div>"
        f"<p class='much'>{number}</p><p class='of'>{escape(of) if here.of else 'None yet'}{change}</p></li>"
    )
