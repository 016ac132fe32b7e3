"""Teeth as letters name them: FDI numbers, Palmer's notation, or in words; always kept as FDI numbers."""

import re
from collections.abc import Iterator
from itertools import chain

_QUADRANT = {"UR": 1, "UL": 2, "LL": 3, "LR": 4}
_PALMER = re.compile(
    r"\b(?P<quadrant>UR|UL|LL|LR)[ \-]?(?P<teeth>[1-8A-E](?![0-9A-Za-z])"
    r"(?:(?: ?, ?| ?& ?| and |/)[1-8A-E](?![0-9A-Za-z]))*)"
)
_TOOTH = r"(?:[1-4][1-8]|[5-8][1-5])"
_FDI = re.compile(
    rf"\b(?:tooth|teeth|FDI|molars?|premolars?|incisors?|canines?|crowns?|implants?)(?: (?:no\.?|numbers?|at))?[ :#(]*"
    rf"(?P<teeth>{_TOOTH}(?![0-9/.\-])(?:(?: ?, ?| ?& ?| and |/){_TOOTH}(?![0-9/.\-]))*)",
    re.IGNORECASE,
)
_KIND = {
    "central incisor": 1,
    "lateral incisor": 2,
    "canine": 3,
    "first premolar": 4,
    "second premolar": 5,
    "first molar": 6,
    "second molar": 7,
    "third molar": 8,
    "wisdom tooth": 8,
    "eight": 8,
    "8": 8,
}
_WORDS = re.compile(
    r"\b(?P<jaw>upper|lower|maxillary|mandibular)[ \-](?P<side>right|left)[ \-](?:permanent )?"
    r"(?P<kind>(?:central|lateral) incisor|canine|(?:first|second|1st|2nd|third|3rd) (?:pre)?molar|wisdom tooth"
    r"|eight|8)\b",
    re.IGNORECASE,
)
_MILK = "ABCDE"
Named = tuple[str, int, int]
"""An FDI number, and from where to where the text says so."""


def teeth(text: str, start: int = 0, end: int | None = None) -> list[Named]:
    """Each tooth once, in the order in which they are named."""
    until = len(text) if end is None else end
    named = sorted(
        chain(_palmer(text, start, until), _fdi(text, start, until), _words(text, start, until)),
        key=lambda one: one[1],
    )
    once: dict[str, Named] = {}
    for one in named:
        once.setdefault(one[0], one)
    return list(once.values())


def _palmer(text: str, start: int, end: int) -> Iterator[Named]:
    for found in _PALMER.finditer(text, start, end):
        quadrant = _QUADRANT[found["quadrant"]]
        for tooth in re.findall(r"[1-8A-E](?![a-z])", found["teeth"]):
            milk = tooth in _MILK
            number = _MILK.index(tooth) + 1 if milk else int(tooth)
            yield f"{quadrant + 4 * milk}{number}", found.start(), found.end()


def _fdi(text: str, start: int, end: int) -> Iterator[Named]:
    for found in _FDI.finditer(text, start, end):
        for tooth in re.findall(_TOOTH, found["teeth"]):
            yield tooth, found.start("teeth"), found.end("teeth")


def _words(text: str, start: int, end: int) -> Iterator[Named]:
    for found in _WORDS.finditer(text, start, end):
        kind = found["kind"].lower().replace("1st", "first").replace("2nd", "second").replace("3rd", "third")
        if kind not in _KIND:
            continue
        jaw = "U" if found["jaw"].lower() in {"upper", "maxillary"} else "L"
        quadrant = _QUADRANT[jaw + found["side"][0].upper()]
        yield f"{quadrant}{_KIND[kind]}", found.start(), found.end()
