"""Where a link stands in a message: a marker for as long as the letter is ours, the token once it leaves.

The marker names a purpose and nothing else. So what staff preview and what a database keeps opens nothing, and a marker
that somebody writes into a free text brings whoever reads it their own link at most.
"""

from collections.abc import Mapping
from math import ceil

from core.link.purpose import TERMS, Purpose
from core.settings import settings

MARK = ":"
"""In no token, so that nothing can be taken for a marker once it is filled."""
CODE = "[code]"
"""The marker of a code to sign in with."""


def place(purpose: Purpose) -> str:
    """The marker that a text carries for the link of whoever it goes to: https://baton.example.org/o/:provider."""
    return address(purpose, f"{MARK}{purpose}")


def address(purpose: Purpose, token: str) -> str:
    """Where the holder of a token goes."""
    return f"{settings().public_url}{TERMS[purpose].path}{token}"


def door(purpose: Purpose) -> str:
    """Where everybody else comes to, who has no link: a page that says nothing to strangers."""
    return address(purpose, TERMS[purpose].door)


def purposes(text: str) -> set[Purpose]:
    """The links that a text carries."""
    return {purpose for purpose in Purpose if place(purpose) in text}


def as_long(text: str) -> str:
    """The text with something that opens nothing in place of each marker, as long as what it becomes."""
    letters = {purpose: ceil(TERMS[purpose].size * 4 / 3) for purpose in purposes(text)}
    return filled(text, {place(purpose): address(purpose, "x" * many) for purpose, many in letters.items()})


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text as it leaves, each marker as what it stands for; the longest first, for one may begin like another."""
    for marker in sorted(known, key=len, reverse=True):
        text = text.replace(marker, known[marker])
    return text
