"""What people type to say who they are."""

import re
import unicodedata

from core.errors import Refusal

_GOOD = re.compile(r"[\w][\w.@+-]{1,58}[\w]")


def fold(typed: str) -> str:
    """One spelling for what one person may type in several."""
    kept = "".join(letter for letter in typed if letter.isprintable())
    return unicodedata.normalize("NFKC", kept).strip().casefold()


def check(typed: str) -> str:
    """The folded name, or what is wrong with it."""
    name = fold(typed)
    if not _GOOD.fullmatch(name):
        raise Refusal("Use 3 to 60 letters, digits, dots or hyphens, or an e-mail address, without spaces.")
    return name
