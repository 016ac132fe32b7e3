"""Short ways to a text in somebody's own words, for tests."""

from typing import Any

from core.access import Actor
from core.text.commands import set_text
from core.text.draft import Draft
from core.text.place import Place
from core.text.queries import standing

BOOKED = "booked-patient"


def write(actor: Actor, body: str, headline: str = "Your visit on {{ day }}", name: str = BOOKED, **place: Any) -> int:
    """Over whatever stands there; the version it became."""
    there = Place(name, **place)
    return set_text(actor, there, Draft(headline, body), standing(actor, there).version)


def holds(actor: Actor, name: str = BOOKED, **place: Any) -> tuple[str, str]:
    """The words that hold at a place, and whose they are."""
    now = standing(actor, Place(name, **place))
    return now.body, now.origin
