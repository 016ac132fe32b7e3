"""The words by which a letter says what it wants: which specialty, and how soon."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from core.directory import Specialty
from core.intake.reading.shipped import shipped
from core.referral import Urgency
from core.spoken import Spoken


@dataclass(frozen=True, slots=True)
class Heard:
    """A code and where the text says so; `doubt` where it says something else too."""

    code: Spoken
    start: int
    end: int
    doubt: str = ""


def specialty(text: str, first: str = "") -> Heard | None:
    """What is asked for: the one spoken of most, where `first` (a heading) counts for more; several are a doubt."""
    known = {Specialty(code): _any(words, r"\b") for code, words in shipped()["specialty"].items()}
    found = {code: list(words.finditer(text)) for code, words in known.items()}
    counts = Counter({code: len(several) for code, several in found.items() if several})
    for code in list(counts):
        counts[code] += 5 * bool(known[code].search(first))
    if not counts:
        return None
    (best, many), *others = counts.most_common()
    rival = next((code for code, number in others if number == many), None)
    doubt = f"The letter also speaks of {rival.label.lower()}." if rival else ""
    return Heard(best, found[best][0].start(), found[best][0].end(), doubt)


def urgency(text: str) -> Heard | None:
    """The most pressing that is said and not denied in the same breath."""
    known = {Urgency(code): _any(words) for code, words in shipped()["urgency"].items()}
    for code in reversed(Urgency):
        for found in known[code].finditer(text):
            if code is Urgency.ROUTINE or not _denied(text, found.start()):
                return Heard(code, found.start(), found.end())
    return None


def _denied(text: str, at: int) -> bool:
    """Whether a no stands shortly before, with nothing between that may begin another thought: rather one too many."""
    before = re.split(r"[.;:,\n!?]|\b(?:but|and|with)\b", text[max(0, at - 45) : at])[-1]
    return bool(_any(shipped()["denied"]).search(before))


@cache
def _compiled(words: tuple[str, ...], start: str) -> re.Pattern[str]:
    return re.compile(rf"{start}(?:{'|'.join(words)})", re.IGNORECASE)


def _any(words: Iterable[str], start: str = "") -> re.Pattern[str]:
    return _compiled(tuple(words), start)
