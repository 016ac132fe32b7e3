"""What was put differently between two wordings, in words."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

LONGEST = 600


def changes(was: str, now: str) -> str:
    """“please call us” became “ring us”; “Thank you.” is new."""
    said = "; ".join(_changes(was.split(), now.split()))
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rpartition(' ')[0]}…"


def _changes(was: list[str], now: list[str]) -> Iterator[str]:
    for how, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        before, after = " ".join(was[i:j]), " ".join(now[k:m])
        if how == "replace":
            yield f"“{before}” became “{after}”"
        elif how == "insert":
            yield f"“{after}” is new"
        elif how == "delete":
            yield f"“{before}” is gone"


def shown(source: str) -> str:
    """A text as people read it where it is told of: [site] where it will name the site, and no questions."""
    named = re.sub(r"\{\{ *([a-z_]+)[^}]*\}\}", lambda found: f"[{found[1].replace('_', ' ')}]", source)
    return " ".join(re.sub(r"\{%[^%]*%\}", "", named).split())
