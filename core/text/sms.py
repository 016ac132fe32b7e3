"""How many parts an SMS takes: by the letters it is written in, as GSM 03.38 and 03.40 count them."""

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€\f")
"""Letters of the extension, which take two places."""
ROOM = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
"""Places in a message that stands alone, and in each part of a longer one, which says where it belongs."""


@dataclass(frozen=True, slots=True)
class Length:
    """`units` are places, of which `left` are free in the last part."""

    alphabet: str
    units: int
    parts: int
    left: int

    @property
    def words(self) -> str:
        """2 parts, 31 places left, with letters beyond the short alphabet."""
        several = "1 part" if self.parts == 1 else f"{self.parts} parts"
        beyond = ", with letters that take more room" if self.alphabet == "UCS-2" else ""
        return f"{several}, {self.left} {'place' if self.left == 1 else 'places'} left{beyond}"


def length(text: str) -> Length:
    """Counted as the carriers charge it: a letter that takes two places is never torn apart."""
    places = _places(text)
    alphabet = "GSM-7" if places is not None else "UCS-2"
    widths = places if places is not None else [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    alone, joined = ROOM[alphabet]
    units = sum(widths)
    if units <= alone:
        return Length(alphabet, units, 1, alone - units)
    parts, used = 1, 0
    for width in widths:
        if used + width > joined:
            parts, used = parts + 1, 0
        used += width
    return Length(alphabet, units, parts, joined - used)


def _places(text: str) -> list[int] | None:
    """What each letter takes in the short alphabet; None where one of them is beyond it."""
    if not set(text) <= BASIC | TWICE:
        return None
    return [2 if letter in TWICE else 1 for letter in text]
