"""Rates as people read them: percentages only where there are enough, and changes in points."""

from core.insight import LEAST, Change

FLAT = 0.5
"""Less than so many points are no change."""


def percent(n: int, of: int) -> str:
    """62 %; nothing where there are too few to tell."""
    return f"{100 * n / of:.0f} %" if of >= LEAST else ""


def change_words(change: Change | None) -> tuple[str, str]:
    """How much more or less of a hundred, and what exactly is held against what."""
    if change is None or change.points is None:
        return "", "Too few, or too recent, to tell" if change is None or change.points is None else ""
    said = f"{abs(change.points):.0f} {'point' if round(abs(change.points)) == 1 else 'points'}"
    now, then = (f"{one.words} of {one.of:,}" for one in (change.now, change.then))
    exactly = f"Among the months that can be told: {now} now, {then} before"
    if abs(change.points) < FLAT:
        return "no change", exactly
    return f"{'+' if change.points > 0 else '−'}{said}", exactly
