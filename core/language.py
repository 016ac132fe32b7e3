"""How a language says days and times, and the few words around a text that nobody writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

import yaml

from core import clock
from core.settings import ROOT

DEFAULTS = ROOT / "data" / "defaults"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a moment of it, on the clock of the site; `whole` is a date as on paper, with its year."""

    day: date
    hour: time | None = None
    whole: bool = False


Word = str | When
"""What a text is filled with: as it stands, or as its language says it."""


def at(moment: datetime, zone: str) -> When:
    """A moment on the wall clock of a zone."""
    there = clock.local(moment, zone)
    return When(there.date(), there.time())


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is the primary tag by BCP 47, `tag` the whole one, as HTML and screen readers know it."""

    code: str
    tag: str
    name: str
    own_name: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    patterns: Mapping[str, str]
    says: Mapping[str, str]

    def spoken(self, word: Word) -> str:
        """Tuesday 24 November at 14:30; with the year when it is not this year's."""
        if isinstance(word, str):
            return word
        day = self.patterns["whole" if word.whole else "day"].format(
            weekday=self.weekdays[word.day.weekday()],
            day=word.day.day,
            month=self.months[word.day.month - 1],
            year=word.day.year,
        )
        if not word.whole and word.day.year != clock.now().year:
            day += f" {word.day.year}"
        return self.patterns["moment"].format(day=day, time=f"{word.hour:%H:%M}") if word.hour else day


@cache
def languages() -> Mapping[str, Language]:
    """Those that Baton knows, by code, English first."""
    written = yaml.safe_load((DEFAULTS / "languages.yaml").read_text(encoding="utf-8"))
    english = written[ENGLISH]["says"]
    return {code: _read(code, **parts | {"says": english | parts["says"]}) for code, parts in written.items()}


def language(code: str) -> Language:
    """The language of a code, or English where nobody knows it."""
    return languages().get(code) or languages()[ENGLISH]


def _read(code: str, weekdays: str, months: str, **parts: Any) -> Language:
    return Language(code=code, weekdays=tuple(weekdays.split()), months=tuple(months.split()), **parts)
