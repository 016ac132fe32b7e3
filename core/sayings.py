"""The words of a page in each language, as data/defaults has them: what one lacks is said in English."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml

from core.language import DEFAULTS, ENGLISH, Language, When, Word, language


class Sayings:
    """One language of one page."""

    def __init__(self, spoken: Language, parts: Mapping[str, Any], otherwise: Mapping[str, Any]) -> None:
        self.language = spoken
        self._parts, self._otherwise = parts, otherwise

    @classmethod
    def read(cls, file: str) -> Mapping[str, Self]:
        """Every language of a file, by its code."""
        shipped = written(file)
        return {code: cls(language(code), parts, shipped[ENGLISH]) for code, parts in shipped.items()}

    def say(self, part: str, name: str, /, **given: Word | int) -> str:
        """A sentence with what it speaks of; nothing where nothing is said."""
        known = {key: word if isinstance(word, int) else self.language.spoken(word) for key, word in given.items()}
        return str(self._found(part, name) or "").format(**known)

    def day(self, day: date) -> str:
        """Tuesday 24 November, as this language says it."""
        return self.language.spoken(When(day))

    def _found(self, part: str, name: str) -> Any:
        own = self._parts.get(part, {}).get(name)
        return own if own is not None else self._otherwise.get(part, {}).get(name)


@cache
def written(file: str) -> Mapping[str, Any]:
    """What stands in a file language by language, or in a folder with a file for each."""
    place = DEFAULTS / file
    if place.is_dir():
        return {each.stem: _read(each) for each in sorted(place.glob("*.yaml"))}
    return _read(place)


def _read(file: Path) -> dict[str, Any]:
    parts: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return parts


def liked(header: str, known: Collection[str]) -> str:
    """The language that an Accept-Language header likes best, of those that are known."""
    return next((code for code in _liked(header) if code in known), ENGLISH)


def _liked(header: str) -> Iterable[str]:
    """The primary codes of the header, the most wanted first."""
    several = []
    for number, part in enumerate(header[:200].split(",")):
        code, _, weight = part.strip().partition(";q=")
        try:
            several.append((-float(weight or 1), number, code.casefold().split("-")[0]))
        except ValueError:
            continue
    return [code for _, _, code in sorted(several) if code]
