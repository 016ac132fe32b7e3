"""Read a letter: what the form needs, each value with where it stands. What is not there stays empty."""

from collections.abc import Collection
from datetime import date

from core import field
from core.intake.reading import person, request
from core.intake.reading.letter import Found, Letter

__all__ = ["Found", "read"]

LONGEST = 30_000
"""A letter says what it is about on its first pages."""
PARTS = (*person.PARTS, *request.PARTS)


def read(text: str, today: date, ours: Collection[str] = ()) -> dict[str, Found]:
    """What is found, by the names of the form's fields; `ours` are our own names, which referred nobody to us."""
    letter = Letter(text[:LONGEST], today, frozenset(field.folded(each) for each in ours))
    found = {field_name: value for part in PARTS for field_name, value in part(letter).items()}
    return {field_name: value for field_name, value in found.items() if value.value}
