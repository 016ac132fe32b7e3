"""The menu: Streamlit's own is a list that no screen reader can read once it has sections."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

import streamlit as st

CLOSE = st.components.v2.component("menu", js=Path(__file__).with_suffix(".js").read_text())
SHEET = f"<style>{Path(__file__).with_suffix('.css').read_text()}</style>"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page somebody may open; `here` is the one they look at, `count` how much waits there."""

    section: str
    title: str
    icon: str
    href: str
    here: bool = False
    count: int = 0


def menu(entries: Iterable[Entry], ahead: Sequence[str] = ()) -> None:
    """Draw it into the sidebar, a heading over each section; `ahead` are scripts that the pages it leads to need."""
    sections = "".join(_section(title, inside) for title, inside in groupby(entries, lambda one: one.section))
    with st.sidebar.container(key="menu"):
        st.html(f'{SHEET}<nav aria-label="Pages">{sections}</nav>')
        CLOSE(key="menu-close", height=1, data={"ahead": list(ahead)})


def _section(title: str, entries: Iterable[Entry]) -> str:
    return f"<h2>{escape(title)}</h2><ul>{''.join(map(_entry, entries))}</ul>"


def _entry(one: Entry) -> str:
    here = ' aria-current="page"' if one.here else ""
    icon = f'<span class="icon" aria-hidden="true" translate="no">{escape(one.icon)}</span>'
    words = f"{icon}{escape(one.title)}{_count(one.count)}"
    return f'<li><a href="{escape(one.href)}" data-go="" target="_self"{here}>{words}</a></li>'


def _count(number: int) -> str:
    return f' <span class="count">{number:,}<span class="unseen"> waiting</span></span>' if number else ""
