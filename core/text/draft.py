"""A text as somebody typed it, and what is wrong with it before it is kept."""

from dataclasses import dataclass

from core.errors import Misconfigured
from core.language import language
from core.settings import settings
from core.text.checking import CALLED, check_part
from core.text.form import Form
from core.text.place import Place
from core.text.sandbox import compiled, said
from core.text.sms import length
from core.text.words import WORDS


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as somebody typed it; what is short has no subject of its own."""

    headline: str
    body: str


def tidied(place: Place, typed: Draft) -> Draft:
    """One kind of line end, and nothing around it."""
    headline = "" if place.form is Form.SHORT else " ".join(typed.headline.split())
    body = "\n".join(line.rstrip() for line in typed.body.strip().splitlines())
    return Draft(headline, body)


def faults(place: Place, draft: Draft) -> dict[str, str]:
    """What is wrong, by the field it is about: of what it speaks, what it asks for, and how long it may become."""
    parts = {"body": "short"} if place.form is Form.SHORT else {"headline": "headline", "body": "body"}
    wrong = {}
    for name, part in parts.items():
        try:
            words = getattr(draft, name)
            check_part(place.purpose, part, words)
            _try(place, part, words)
        except Misconfigured as fault:
            wrong[name] = str(fault)
    return wrong


def _try(place: Place, part: str, words: str) -> None:
    """Fill it with everything that may be known, and with nothing but what always is."""
    by = language(place.language)
    for known in (place.purpose.words, place.purpose.always):
        filled = compiled(words).render(said({name: WORDS[name].sample for name in known}, by))
        if not filled.strip():
            raise Misconfigured(
                f"The {CALLED[part]} would be empty where words are missing. Let some of it always stand."
            )
    whole = compiled(words).render(said({name: WORDS[name].sample for name in place.purpose.words}, by))
    if part == "short" and (told := length(" ".join(whole.split()))).parts > settings().sms_parts:
        raise Misconfigured(
            f"By SMS this takes {told.parts} parts, and at most {settings().sms_parts} are sent. Write it shorter."
        )
