"""What a link of somebody outside is good for, who may hold one, and how long it lasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """The one thing a link opens; a link for one purpose is none for another."""

    PROVIDER = "provider"
    PROVIDER_LIST = "provider_list"
    PATIENT = "patient"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Terms:
    """`audiences` are the parties whose messages may carry such a link; it is good for so long after it was made.

    `path` is where its page lies, `door` what lies there for whoever has no link, and `size` how many bytes are secret:
    what has to fit into a text message is as short as nobody can guess it. `by_itself` is a link that every mail to
    these parties carries, whatever it is about and whatever its text says.
    """

    audiences: frozenset[str]
    good_for: timedelta
    path: str = "/o/"
    door: str = "provider"
    size: int = 32
    by_itself: bool = False


TERMS: Mapping[Purpose, Terms] = {
    Purpose.PROVIDER: Terms(frozenset({"recipient", "referrer"}), timedelta(days=90)),
    Purpose.PROVIDER_LIST: Terms(frozenset(), timedelta(days=30)),
    Purpose.PATIENT: Terms(frozenset({"patient"}), timedelta(days=90), "/p/", "", 16),
    Purpose.UNSUBSCRIBE: Terms(frozenset({"patient"}), timedelta(days=365), "/stop/", "", by_itself=True),
}


def page_of(audience: str) -> Purpose:
    """The page of their own that a patient has, or a practice outside."""
    return Purpose.PATIENT if audience in TERMS[Purpose.PATIENT].audiences else Purpose.PROVIDER
