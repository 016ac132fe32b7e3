"""The words of the public forms, as shipped, in the language that a visitor reads best."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import yaml

from core.language import DEFAULTS, ENGLISH, Language, When, language

FILE = DEFAULTS / "enquiry.yaml"


class Words:
    """One language: what is not said in it is said in English."""

    def __init__(self, spoken: Language, parts: Mapping[str, Any], otherwise: Mapping[str, Any]) -> None:
        self.language = spoken
        self._parts, self._otherwise = parts, otherwise

    def say(self, part: str, name: str, /, **given: object) -> str:
        """A sentence with what it speaks of."""
        return str(self._found(part, name) or "").format(**given)

    def question(self, audience: str, name: str, /, **given: object) -> tuple[str, str]:
        """The label of a question and the hint below it, as this audience is asked."""
        said = self._found(audience, name) or self._found("questions", name) or {"label": name}
        return str(said["label"]).format(**given), str(said.get("hint", "")).format(**given)

    def day(self, day: date) -> str:
        """Tuesday 24 November, as this language says it."""
        return self.language.spoken(When(day))

    def missing(self, *names: str) -> str:
        """What is said where an answer is missing: the first of these that has words of its own."""
        found = (self._found("missing", name) for name in (*names, ""))
        return str(next(said for said in found if said))

    def _found(self, part: str, name: str) -> Any:
        own = self._parts.get(part, {}).get(name)
        return own if own is not None else self._otherwise.get(part, {}).get(name)


@cache
def worded() -> Mapping[str, Words]:
    """By the codes of their languages."""
    shipped: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {code: Words(language(code), parts, shipped[ENGLISH]) for code, parts in shipped.items()}


def words_for(wanted: str) -> Words:
    """The language that an Accept-Language header likes best, of those that the forms speak."""
    known = worded()
    return known[next((code for code in _liked(wanted) if code in known), ENGLISH)]


def _liked(header: str) -> list[str]:
    """The primary codes of the header, the most wanted first."""
    several = []
    for number, part in enumerate(header[:200].split(",")):
        code, _, weight = part.strip().partition(";q=")
        try:
            several.append((-float(weight or 1), number, code.casefold().split("-")[0]))
        except ValueError:
            continue
    return [code for _, _, code in sorted(several) if code]
