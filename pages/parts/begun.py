"""What a form begins with: values as a draft, an arrival or the address keeps them, as widgets take them, and back."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, time
from typing import Any

import streamlit as st

Begun = Mapping[str, Any]
"""By the names of a form's fields: texts, codes of options, days as 2026-03-10, and what a finder's Choice holds."""


def fitting(widget: Callable[..., Any], value: Any, how: Mapping[str, Any]) -> Any:
    """The value as this widget takes it; None where it cannot be one of its own."""
    if value is None:
        return None
    if "options" in how and isinstance(value, list | tuple):
        return [found for each in value if (found := _option(each, how)) is not None]
    if "options" in how:
        return _option(value, how)
    fit = _FITS.get(widget)
    try:
        found = fit(value) if fit else value
    except (TypeError, ValueError):
        return None
    return found if _within(found, how) else None


def written(value: Any) -> Any:
    """What is in a field, as it is kept; None for what JSON does not know, such as a file."""
    if isinstance(value, date | time):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return {name: written(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [written(each) for each in value]
    if isinstance(value, str):
        return str(value)
    return value if isinstance(value, bool | int | float) else None


def _option(value: Any, how: Mapping[str, Any]) -> Any:
    """Of the options, the one that is meant; codes compare as text."""
    found = next((option for option in how["options"] if str(option) == str(value)), None)
    return value if found is None and how.get("accept_new_options") else found


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _time(value: Any) -> time:
    return value if isinstance(value, time) else time.fromisoformat(value)


def _number(value: Any) -> int | float:
    number = float(value)
    return int(number) if number.is_integer() and not isinstance(value, float) else number


def _within(value: Any, how: Mapping[str, Any]) -> bool:
    """Whether the widget would take it; those with bounds refuse what lies beyond with an error of their own."""
    least, most = how.get("min_value"), how.get("max_value")
    return (least is None or value >= least) and (most is None or value <= most)


_FITS: dict[Callable[..., Any], Callable[[Any], Any]] = {
    st.text_input: str,
    st.text_area: str,
    st.checkbox: bool,
    st.date_input: _day,
    st.time_input: _time,
    st.number_input: _number,
}
