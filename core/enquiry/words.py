"""The words of the public forms, as shipped, in the language that a visitor reads best."""

from collections.abc import Mapping
from functools import cache

from core.sayings import Sayings, liked


class Words(Sayings):
    """One language of the forms."""

    def question(self, audience: str, name: str, /, **given: object) -> tuple[str, str]:
        """The label of a question and the hint below it, as this audience is asked."""
        said = self._found(audience, name) or self._found("questions", name) or {"label": name}
        return str(said["label"]).format(**given), str(said.get("hint", "")).format(**given)

    def missing(self, *names: str) -> str:
        """What is said where an answer is missing: the first of these that has words of its own."""
        found = (self._found("missing", name) for name in (*names, ""))
        return str(next(said for said in found if said))


@cache
def worded() -> Mapping[str, Words]:
    """By the codes of their languages."""
    return Words.read("enquiry.yaml")


def words_for(wanted: str) -> Words:
    """The language that an Accept-Language header likes best, of those that the forms speak."""
    return worded()[liked(wanted, worded())]
