"""Names of people as letters write them: Mrs Jane Doe, SMITH, John, or O'Brien alone."""

import re
from dataclasses import dataclass

from core.directory.reading import reading as spelt
from core.intake.reading.shipped import shipped

_TITLES = r"Mr|Mrs|Ms|Miss|Mx|Master|Dr|Prof(?:essor)?|Rev(?:erend)?|Sir|Lady|Dame"
_TITLE = re.compile(rf"\b(?P<title>{_TITLES})\b\.?[ \t]+", re.IGNORECASE)
_END = re.compile(r"[0-9(\[\t\n;|<]|,? +(?:d\.?o\.?b|born|aged|nhs|date of birth)\b| [-–—] ", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]['’.\-\w]*")
_BEFORE = re.compile(
    r"^(?:(?:re|fw|fwd):? |(?:new |urgent |routine )*(?:referral|request|letter)(?: letter)? (?:of|for|re)[: ]|"
    r"(?:our|my|your|this) patient[,:]? |patient[,:] )+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in its parts, and where it is written."""

    title: str
    given: str
    family: str
    start: int
    end: int


def name(text: str, start: int, end: int, *, one_word: bool = False) -> Name | None:
    """The name that a piece of a text begins with; `one_word` is enough where a label says that it is one."""
    piece = text[start:end]
    if led := _BEFORE.match(piece):
        start, piece = start + led.end(), piece[led.end() :]
    titled = _TITLE.search(piece)
    if titled:
        start, piece = start + titled.start(), piece[titled.start() :]
    if stop := _END.search(piece):
        piece = piece[: stop.start()]
    title = _TITLE.match(piece)
    rest = piece[title.end() :] if title else piece
    parts = _parts(rest.rstrip(" .,:-"), one_word=one_word or bool(title))
    if parts is None:
        return None
    written, given, family = parts
    begins = start + (title.end() if title else 0)
    called = title["title"].capitalize() if title else ""
    return Name(called, given, family, start, begins + rest.index(written) + len(written))


def _parts(text: str, *, one_word: bool) -> tuple[str, str, str] | None:
    """What was written, given names and family name; None where it is not a name."""
    before, comma, after = text.partition(",")
    if not comma or len(before.split()) > 1:
        words = before.split()
        if not _is_name(words) or (len(words) == 1 and not one_word):
            return None
        split = next(
            (n for n, word in enumerate(words) if n > 0 and word.lower() in shipped()["particles"]), len(words) - 1
        )
        return before.strip(), _said(words[:split]), _said(words[split:])
    given, _, _ = after.partition(",")
    if not _is_name([before.strip()]) or not _is_name(given.split()):
        return (before.strip(), "", _said([before])) if one_word and _is_name([before.strip()]) else None
    return f"{before},{given}".rstrip(), _said(given.split()), _said([before])


def _is_name(words: list[str]) -> bool:
    """One to five words that begin like names and are none that letters use for other things."""
    if not 1 <= len(words) <= 5 or not all(_WORD.fullmatch(word) for word in words):
        return False
    proper = all(word.lower() in shipped()["particles"] or not word[0].islower() for word in words)
    return proper and not {word.lower() for word in words} & frozenset(shipped()["no_names"])


def _said(words: list[str]) -> str:
    """As it is written, and capitals as they are read."""
    return " ".join(spelt(word) if len(word) > 1 and word.isupper() else word for word in (w.strip() for w in words))
