"""Numbers that call for attention: each is the sum of its links, and each link opens exactly the rows it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the sum, and the address where they are."""

    count: int
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What is counted; the tone is shown only while there is any."""

    label: str
    parts: Sequence[Part]
    tone: str = ""
    note: str = ""


def sums(several: Sequence[Sum]) -> None:
    """Draw them side by side."""
    st.html(f'<ul class="sums">{"".join(_sum(one) for one in several)}</ul>')


def _sum(one: Sum) -> str:
    total = sum(part.count for part in one.parts)
    links = " · ".join(_link(part) for part in one.parts if part.count)
    tone = ("tone " + one.tone if one.tone else "") if total else "none"
    note = f"<em>{escape(one.note)}</em>" if total and one.note else ""
    return f'<li><p><b class="{tone}">{total:,}</b> {escape(one.label)}{note}</p><p>{links}</p></li>'


def _link(part: Part) -> str:
    return f'<a data-go href="{escape(part.href)}">{part.count:,} {escape(part.label)}</a>'
