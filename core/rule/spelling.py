"""How sentences are put together: lists with their “and”, and texts with what they will speak of in brackets."""

from collections.abc import Sequence
from functools import cache

from jinja2 import Template

from core.errors import Misconfigured
from core.text.sandbox import parse_line
from core.text.words import VARIABLES

READERS = {
    "patient": "the patient",
    "referrer": "the referrer",
    "recipient": "the practice it goes to",
    "staff": "our colleagues there",
}
"""Whom a text is for, in a sentence."""
SPOKEN = {name: f"[{name.replace('_', ' ')}]" for name in VARIABLES - {"corrected"}}
"""What a text will speak of, as it is told beforehand; that a report was corrected is the exception."""


def listed(parts: Sequence[str], word: str) -> str:
    """A, b and c."""
    return f" {word} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


@cache
def filled(line: str | Template) -> str:
    """A line with a word in brackets for each that will stand there: Tell [patient] about [day]."""
    try:
        return (parse_line(line, line) if isinstance(line, str) else line).render(SPOKEN).strip()
    except Misconfigured:
        return str(line)
