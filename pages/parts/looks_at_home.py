"""The looks on somebody's first page: each a number and its months as small bars, and the way to all of it."""

from dataclasses import replace
from html import escape
from pathlib import Path

import streamlit as st

from core import insight
from core.access import Actor
from core.insight import Explored, Look
from pages.parts.amounts import told
from pages.parts.links import to

CSS = f"<style>{Path(__file__).with_suffix('.css').read_text()}</style>"


def looks_at_home(actor: Actor) -> None:
    """Nothing where nobody put anything here."""
    looks = insight.at_home(actor)
    if not looks:
        return
    st.header("Figures", anchor=False)
    st.html(f"{CSS}<ul class='looks-home'>{''.join(_card(actor, look) for look in looks)}</ul>")


def _card(actor: Actor, look: Look) -> str:
    found = insight.explored(actor, replace(look.exploration, by="month", also=""))
    words = told(look.exploration.figure.unit, found.whole)
    href = escape(to("explore", **look.exploration.spelt))
    asked = look.exploration.asked.spoken
    return (
        f'<li><a data-go href="{href}"><span class="what">{escape(look.name)}</span><b>{escape(words)}</b>'
        f'<span class="spark" role="img" aria-label="{escape(asked)}, month by month">{_bars(found)}</span>'
        f'<span class="when">{escape(asked)}</span></a></li>'
    )


def _bars(found: Explored) -> str:
    amounts = [found.value(month).amount for month in found.rows]
    most = max((amount for amount in amounts if amount), default=1.0)
    heights = (None if amount is None else 100 * amount / most for amount in amounts)
    return "".join('<i class="none"></i>' if h is None else f'<i style="height:{h:.0f}%"></i>' for h in heights)
