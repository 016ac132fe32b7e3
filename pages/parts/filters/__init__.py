"""One line of filters whose only memory is the address: a reload, a shared link and the Back button all keep them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

import streamlit as st

HERE = Path(__file__).parent
LONGEST = 100
_DAY = re.compile(r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """One filter; `choices` map what the address says to what people read, the empty one meaning any.

    A `switch` chooses between ways to look and is no filter itself; of `several` any number is chosen, `usual` are
    those that an empty address means. What is `folded` waits behind a button. A `span` is a time to look at and no
    filter either; from and to can be chosen of its `months`, such as 2026-11. To `pick` is to type a known name.
    """

    name: str
    label: str
    kind: Literal["search", "choice", "flag", "day", "switch", "several", "span", "pick"] = "choice"
    choices: dict[str, str] = field(default_factory=dict)
    icons: dict[str, str] = field(default_factory=dict)
    usual: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    folded: bool = False

    def known(self, asked: str) -> str:
        """What was asked for if this filter knows it, else any."""
        if self.kind == "search":
            return asked.strip()[:LONGEST]
        if self.kind == "flag":
            return asked if asked == "yes" else ""
        if self.kind == "day":
            return asked if _DAY.fullmatch(asked) else ""
        if self.kind == "several":
            return ".".join(code for code in asked.split(".") if code in self.choices)
        if self.kind == "span" and self._is_span(asked):
            return asked
        return asked if asked in self.choices else ""

    def _is_span(self, asked: str) -> bool:
        """Whether it is one of the months, or one and a later one."""
        ends = asked.split("..")
        return len(ends) <= 2 and set(ends) <= set(self.months) and ends == sorted(ends)

    def several(self, now: str) -> tuple[str, ...]:
        """The codes that stand in an address, in the order of the choices."""
        codes = now.split(".") if now else self.usual
        return tuple(code for code in self.choices if code in codes)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of a line of views, with how many there are behind it; without an address of its own it keeps the filters."""

    code: str
    label: str
    count: int | None = None
    href: str = ""


FILTERS = st.components.v2.component(
    "filters",
    html='<form class="bar" role="search"></form><nav class="tabs"></nav>',
    css="".join((HERE / name).read_text() for name in ("filters.css", "looks.css")),
    js=(HERE / "filters.js").read_text(),
)


def chosen(fields: Sequence[Field], query: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the address asks for, by the names of the filters; empty means any."""
    asked = st.query_params if query is None else query
    return {one.name: one.known(asked.get(one.name, "")) for one in fields}


def filters(fields: Sequence[Field], now: dict[str, str], tabs: Sequence[Tab] = (), tab: str = "stage") -> None:
    """Draw the line. `now` is what was chosen; the tabs stand for the filter named `tab`, the first of them for any."""
    data = {
        "fields": [asdict(one) for one in fields if one.name != tab],
        "now": now,
        "tabs": [asdict(one) for one in tabs],
        "tab": tab,
    }
    FILTERS(data=data, key="filters")
