"""What an event changed: what was before and what is from then on, in words."""

from collections.abc import Iterable

from core.audit import Entry
from core.referral import Direction, Stage, label
from core.referral.change import FIELDS

Moved = dict[str, str]
NOTHING = "nothing"


def moved(entry: Entry) -> list[Moved]:
    """The stage it left and the one it came to, and each field of the request that was put differently."""
    return [*_stage(entry), *_fields(entry)]


def _stage(entry: Entry) -> Iterable[Moved]:
    before, after, way = (entry.facts.get(name) for name in ("from", "to", "direction"))
    if before and after and way and before != after:
        direction = Direction(str(way))
        yield {"of": "", "was": label(Stage(str(before)), direction), "is": label(Stage(str(after)), direction)}


def _fields(entry: Entry) -> Iterable[Moved]:
    for name, field in FIELDS.items():
        was, now = entry.words.get(f"{name}_was", ""), entry.words.get(f"{name}_is", "")
        if was != now:
            yield {"of": field.label.capitalize(), "was": was or NOTHING, "is": now or NOTHING}
