"""Amounts as people read them: shares, days, numbers and pounds, how sure they are, and how long their bars are."""

from collections.abc import Iterable

from core.insight import LEAST
from core.insight.figures import HALF, Unit, Value
from core.money import rounded

FEW = f"fewer than {LEAST}, too few to tell"


def spoken(unit: Unit, amount: float) -> str:
    """62 %, 12 days, 1,234 or £1,234."""
    if unit is Unit.SHARE:
        return f"{100 * amount:.0f} %"
    if unit is Unit.DAYS:
        return "1 day" if amount == 1 else f"{amount:,.0f} days"
    return rounded(round(amount)) if unit is Unit.PENCE else f"{amount:,.0f}"


def told(unit: Unit, value: Value) -> str:
    """The amount, or the bare counts where there are too few."""
    if value.amount is not None:
        return spoken(unit, value.amount)
    if not value.n:
        return "None yet"
    return f"{value.part:,} of {value.n:,}" if unit is Unit.SHARE else f"{value.n:,} known"


def sure(unit: Unit, value: Value) -> str:
    """Of how many it is, between what the true one lies, and who waits still: of 120 · 64–78 %."""
    return " · ".join(part for part in (*_sure(unit, value), f"{value.waiting:,} wait" * bool(value.waiting)) if part)


def _sure(unit: Unit, value: Value) -> tuple[str, ...]:
    if value.amount is None or value.low is None or value.high is None:
        return (FEW,) if value.amount is None and value.n else ()
    low, high = (spoken(unit, amount).partition(" ") for amount in (value.low, value.high))
    return f"of {value.n:,}", f"{'' if low == high else f'{low[0]}–'}{high[0]} {high[2]}"


def longest(unit: Unit, values: Iterable[Value]) -> float:
    """What a whole bar is: everything of a share, where any comes to a half of it, else the most there is."""
    most = max((value.amount for value in values if value.amount), default=1.0)
    return 1.0 if unit is Unit.SHARE and most >= HALF else most
