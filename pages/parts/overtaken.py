"""Somebody else was faster while a form was open: what each of the two put in stays, and is said beside the field."""

from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]


def both(
    record: Values, theirs: Values, typed: Values, words: Callable[[Any], str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the form begins with anew, and what to say under which field.

    `record` is what stood when it was opened, `theirs` what stands now, `typed` what is in the form: what was typed
    here stays, everything else is theirs.
    """
    mine = {name: value for name, value in typed.items() if value != record.get(name)}
    changed = {name: value for name, value in theirs.items() if value != record.get(name)}
    said = {
        name: f"Somebody changed this to {words(value)} meanwhile. Save again to keep yours."
        if mine.get(name, value) != value
        else "Somebody changed this meanwhile."
        for name, value in changed.items()
    }
    return {**theirs, **mine}, said
