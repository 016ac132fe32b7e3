"""A month as a grid of links with a number on each day, a list where there is little room, and steps through time."""

from calendar import Calendar
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

import streamlit as st

CSS = Path(__file__).with_suffix(".css")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Step:
    """One way through time; without a day it leads nowhere just now."""

    icon: str
    label: str
    day: date | None


def steps(ways: Sequence[Step], href: Callable[[date], str]) -> None:
    """Draw the ways side by side."""
    st.html(CSS)
    st.html(f'<nav class="ways" aria-label="Through time">{"".join(_way(way, href) for way in ways)}</nav>')


def month_grid(first: date, today: date, days: Mapping[date, int], href: Callable[[date], str]) -> None:
    """Draw the weeks of a month; each day leads to its visits."""
    heads = "".join(f'<li class="weekday" aria-hidden="true">{name}</li>' for name in DAYS)
    weeks = Calendar().itermonthdates(first.year, first.month)
    cells = (_day(day, first, today, days.get(day, 0), href) for day in weeks)
    st.html(f'<ol class="month" aria-label="{first:%B %Y}">{heads}{"".join(cells)}</ol>')


def _way(way: Step, href: Callable[[date], str]) -> str:
    icon = f'<span class="icon" aria-hidden="true" translate="no">{escape(way.icon)}</span>' if way.icon else ""
    words = f'<span class="{"unseen" if icon else ""}">{escape(way.label)}</span>'
    if way.day is None:
        return f'<span class="way here" aria-current="date">{words}</span>'
    return f'<a class="way" data-go href="{escape(href(way.day))}" title="{escape(way.label)}">{icon}{words}</a>'


def _day(day: date, first: date, today: date, n: int, href: Callable[[date], str]) -> str:
    if day.month != first.month:
        return '<li class="other"></li>'
    marks = " ".join(mark for mark, holds in (("today", day == today), ("none", not n)) if holds)
    count = f"{n:,} {'visit' if n == 1 else 'visits'}"
    return (
        f'<li class="{marks}"><a data-go href="{escape(href(day))}">'
        f'<b><span class="name">{day:%a} </span>{day.day}</b><em>{count if n else "No visit"}</em></a></li>'
    )
