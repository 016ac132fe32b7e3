"""What an event changed: what was before and what is from then on, in words."""

import re
from collections.abc import Iterable

from core.audit import Entry
from core.referral import Direction, Stage, label
from core.referral.request import FIELDS
from core.workflow import CUSTOM, PLAIN, Workflow

Moved = dict[str, str]
NOTHING = "nothing"
CUSTOM_NAME = re.compile(rf"{re.escape(CUSTOM)}\d+")


def moved(entry: Entry, flow: Workflow = PLAIN) -> list[Moved]:
    """The stage it left and the one it came to, as they are called now, and each field of the request that was put
    differently, as it was called then."""
    return [*_stage(entry, flow), *_fields(entry)]


def _stage(entry: Entry, flow: Workflow) -> Iterable[Moved]:
    before, after, way = (entry.facts.get(name) for name in ("from", "to", "direction"))
    if before and after and way and before != after:
        was, now = (label(Stage(str(one)), Direction(str(way)), flow, entry.site_id) for one in (before, after))
        yield {"of": "", "was": was, "is": now}


def _fields(entry: Entry) -> Iterable[Moved]:
    own = {name: called for name, called in entry.words.items() if CUSTOM_NAME.fullmatch(name)}
    for name, called in ({name: field.label.capitalize() for name, field in FIELDS.items()} | own).items():
        was, now = entry.words.get(f"{name}_was", ""), entry.words.get(f"{name}_is", "")
        if was != now:
            yield {"of": called, "was": was or NOTHING, "is": now or NOTHING}
