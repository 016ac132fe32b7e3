"""A letter taken apart: the patient's lines, what it says, who signed it, and where a value was read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from core.intake.reading.days import Day
from core.intake.reading.labels import Labelled, labelled
from core.intake.reading.names import Name, name

_DEAR = re.compile(r"^[ \t]*(?:dear|hello|hi|good (?:morning|afternoon)|to whom it may concern)\b.*$", re.I | re.M)
_WISHES = r"(?:kind(?:est)?|best|warm(?:est)?|with(?: kind)?) (?:regards|wishes)|regards|best|cheers"
_THANKS = r"(?:many )?thanks(?: (?:again|in advance|and (?:kind )?regards))?|thank you"
_CLOSE = re.compile(
    rf"^[ \t]*(?:yours (?:sincerely|faithfully|truly)|sincerely|{_WISHES}|{_THANKS})[ ,.!]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ASKED = re.compile(
    r"\b(?:see|seeing|assess(?:ing)?|refer(?:ring)?|referral (?:of|for)|accept(?:ing)?|treat(?:ing)?|regarding"
    r"|patient,?) (?:(?:my|our|this|the above|above) )?(?:patient,? )?(?=(?:Mr|Mrs|Ms|Miss|Mx|Master|Dr)\b\.? )",
)
_BEFORE_BORN = re.compile(
    r"\b(?P<name>(?:[A-ZÀ-ÖØ-Þ][\w'’.\-]{0,40}[ ,]{1,3}){2,5})[(\[]?[ ]*(?:d\.?o\.?b|date of birth|born)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Found:
    """One value as the form's field takes it, where it was read, and what somebody should look at."""

    value: str
    start: int
    end: int
    doubt: str = ""


class Letter:
    """A letter and its parts: the patient's lines, what it says, and who signed it."""

    def __init__(self, text: str, today: date, ours: frozenset[str]) -> None:
        self.text, self.today, self.ours = text, today, ours
        self.close = next((m.start() for m in _CLOSE.finditer(text)), len(text))
        self.dear = next((m for m in _DEAR.finditer(text, 0, self.close)), None)

    @cached_property
    def head(self) -> int:
        """Where the headers of an e-mail end; they name the patient, and are not the lines about them."""
        return self.text.find("\n\n") if self.text.startswith("From: ") else 0

    @cached_property
    def labels(self) -> list[Labelled]:
        """What the letter labels itself."""
        return list(labelled(self.text))

    def of(self, wanted: str) -> Iterator[Labelled]:
        """Pieces behind this label, in order."""
        return (piece for piece in self.labels if piece.name == wanted)

    def said(self, piece: Labelled) -> str:
        """The words of a piece."""
        return self.text[piece.start : piece.end]

    @cached_property
    def name(self) -> Name | None:
        """Whom the letter is about."""
        for piece in self.of("patient"):
            one_word = not self.text[piece.at : piece.start].lower().startswith(("re", "subject", "fw"))
            if found := name(self.text, piece.start, piece.end, one_word=one_word):
                return found
        for asked in _ASKED.finditer(self.text):
            if found := name(self.text, asked.end(), min(asked.end() + 60, len(self.text))):
                return found
        before = _BEFORE_BORN.search(self.text)
        return name(self.text, before.start("name"), before.end("name")) if before else None

    @cached_property
    def block(self) -> tuple[int, int]:
        """The lines about the patient: from the first label or name to the next empty line, at most twelve lines."""
        own = ("patient", "given_name", "family_name", "born_on", "nhs_number")
        starts = [piece.at for piece in self.labels if piece.name in own]
        starts += [self.name.start] if self.name else []
        starts = [start for start in starts if start >= self.head] or starts
        if not starts:
            return 0, 0
        start = self.text.rfind("\n", 0, min(starts)) + 1
        lines = self.text[start : start + 1500].split("\n")
        known = max((piece.end for piece in self.labels if piece.name in own), default=start)
        end = start
        for line in lines[:14]:
            if not line.strip() and end > known:
                break
            end += len(line) + 1
        return start, min(end, len(self.text))


def of_day(found: Day) -> Found:
    """A day as a field keeps it."""
    return Found(found.value.isoformat(), found.start, found.end, found.doubt)
