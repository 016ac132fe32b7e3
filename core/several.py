"""One thing done to many records, each in its own transaction: one that cannot be done stops no other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from core import log
from core.errors import Lacking, Refusal

MOST = 500
"""As many as are done in one go."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A record and the version of it that was on the screen."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one of them; `refused` is a sentence, empty where it was done, `fields` those it was about, and
    `left` how many open tasks were left with it."""

    chosen: Chosen
    refused: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    left: int = 0


def each(several: Sequence[Chosen], act: Callable[[Chosen], int | None], what: str) -> Iterator[Became]:
    """One after the other, each told as soon as it is done; `what` they are is for the log."""
    return map(partial(_one, act, what), several[:MOST])


def _one(act: Callable[[Chosen], int | None], what: str, one: Chosen) -> Became:
    try:
        return Became(one, left=act(one) or 0)
    except Lacking as lacking:
        return Became(one, str(lacking), lacking.fields)
    except Refusal as refusal:
        return Became(one, str(refusal))
    except Exception as error:  # a fault in one of them is no reason to leave the others undone
        number = log.incident(error, **{what: one.id})
        return Became(one, f"Something went wrong on our side. Tell your administrator the number {number}.")
