"""Names of practices and places as people write them, from the capitals in which they are published."""

import re

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ORDINAL = re.compile(r"\d+(ST|ND|RD|TH)")
_SMALL = {
    "AND", "AT", "BY", "DE", "EN", "FOR", "IN", "LA", "LE", "OF", "ON", "SUPER", "THE", "UNDER",
    "UPON", "WITH",
}  # fmt: skip
_CAPITALS = {
    "ADP", "CDS", "CIC", "DAC", "GP", "HMP", "HMYOI", "IDH", "II", "III", "IRC", "NHS", "OOH",
    "PCT", "PLC", "UCL", "UEA", "UHB", "UK", "YOI",
}  # fmt: skip
_NO_INITIALS = {
    "BLDG", "CTR", "CWM", "CWRT", "DR", "DRS", "LTD", "MR", "MRS", "MS", "NR", "NTH", "PL", "PWLL",
    "RD", "SQ", "ST", "STH",
}  # fmt: skip
_FALLEN = {"T/A": "t/a", "C/O": "c/o"}
_STARTS_ANEW = ("(", "[", "/", "- ", ": ")


def reading(text: str) -> str:
    """CRABTREE ROAD DENTAL PRACTICE as Crabtree Road Dental Practice; what has small letters stays."""
    text = " ".join(text.split())
    if not text.isupper():
        return text
    spelt = _WORD.sub(lambda word: _spelt(word[0], _is_inside(text, word.start())), text)
    for capitals, fallen in _FALLEN.items():
        spelt = re.sub(rf"\b{capitals}\b", fallen, spelt, flags=re.IGNORECASE)
    return spelt


def _is_inside(text: str, start: int) -> bool:
    return start > 0 and not text[:start].endswith(_STARTS_ANEW)


def _spelt(word: str, inside: bool) -> str:
    if inside and word in _SMALL:
        return word.lower()
    if _ORDINAL.fullmatch(word):
        return word.lower()
    if word in _CAPITALS or any(c.isdigit() for c in word) or _is_initials(word):
        return word
    return _with_apostrophe(word)


def _is_initials(word: str) -> bool:
    return len(word) <= 4 and not set(word) & set("AEIOUY'’") and word not in _NO_INITIALS


def _with_apostrophe(word: str) -> str:
    """O'Brien and L'Orthodontiste, but St Mary's; McDonald."""
    first, mark, rest = re.split("(['’])", word, maxsplit=1) if not word.isalpha() else (word, "", "")
    if _is_initials(first):
        return f"{first}{mark}{rest.lower() if len(rest) < 3 else rest.capitalize()}"
    if first == "O" and len(rest) > 2:
        return f"O{mark}{rest.capitalize()}"
    if first.startswith("MC") and len(first) > 4:
        return f"Mc{first[2:].capitalize()}{mark}{rest.lower()}"
    return f"{first.capitalize()}{mark}{rest.lower()}"
