"""Values of custom fields: how each kind is kept, read out, found and compared. Kept are texts; nothing is empty."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from core import clock, field
from core.errors import Refusal
from core.workflow.model import CustomField, Typed

LONGEST = 500
CUT = 200
"""As much of a value as is compared and counted by."""
YES, NO = "yes", "no"
MOST = Decimal(10) ** 12
Fact = str | int | float | bool | None


def tidy(of: CustomField, given: str) -> str:
    """As it is kept, empty for nothing; refused with a sentence where it cannot be."""
    text = field.line(given, most=LONGEST, what=of.label)
    return _TIDY[of.kind](of, text) if text else ""


def shown(of: CustomField, text: str) -> str:
    """As people read it."""
    return _SHOWN.get(of.kind, str)(text) if text else ""


def fact(of: CustomField, text: str) -> Fact:
    """As rules and charts compare it; None where nothing was said."""
    return _FACT.get(of.kind, str)(text) if text else None


def searched(of: CustomField, text: str) -> str:
    """The words that a search finds it by; numbers, days and teeth are filtered for instead."""
    return field.folded(text) if of.kind in {Typed.TEXT, Typed.CHOICE} else ""


def _number(_of: CustomField, text: str) -> str:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not (number.is_finite() and abs(number) < MOST):
        raise Refusal("Answer with a number.")
    return f"{number.normalize() + 0:f}"


def _choice(of: CustomField, text: str) -> str:
    if text not in of.choices:
        raise Refusal(f"Choose one of: {', '.join(of.choices)}.")
    return text


def _yes_no(_of: CustomField, text: str) -> str:
    if text not in {YES, NO}:
        raise Refusal("Answer with yes or no.")
    return text


_TIDY: dict[Typed, Callable[[CustomField, str], str]] = {
    Typed.TEXT: lambda _of, text: text,
    Typed.NUMBER: _number,
    Typed.DATE: lambda _of, text: field.day(text).isoformat(),
    Typed.CHOICE: _choice,
    Typed.TOOTH: lambda _of, text: ",".join(field.teeth(text)),
    Typed.YES_NO: _yes_no,
}
_SHOWN: dict[Typed, Callable[[str], str]] = {
    Typed.DATE: lambda text: clock.spoken_day(date.fromisoformat(text), clock.now().date()),
    Typed.TOOTH: lambda text: ", ".join(f"{tooth} ({field.palmer(tooth)})" for tooth in text.split(",")),
    Typed.YES_NO: str.capitalize,
}
_FACT: dict[Typed, Callable[[str], Fact]] = {
    Typed.NUMBER: float,
    Typed.YES_NO: lambda text: text == YES,
}
