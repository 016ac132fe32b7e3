"""Codes that carry the words people read."""

from enum import StrEnum


class Spoken(StrEnum):
    """A code with the words people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Spoken":
        """A member carries its own words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
