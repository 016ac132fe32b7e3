"""Stored or typed text where Streamlit would read Markdown: it comes out as it went in."""

import re

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """The text with every mark escaped, on one line: no link, image, colour, icon or formula can be in it."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
