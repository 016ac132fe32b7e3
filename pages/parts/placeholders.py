"""What a text will speak of, as a form shows it: [patient] where a template keeps {{ patient }}."""

import re
from collections.abc import Iterable

from core.text.words import VARIABLES

_SHOWN = re.compile(r"\[([a-z ]+)\]")
_KEPT = re.compile(r"\{\{ *([a-z_]+) *\}\}")
SPEAKS = {"title"}
"""Fields of actions whose text may speak of what is known."""
OFFERED = ("patient", "referrer", "recipient", "specialty", "urgency", "date", "day", "site", "reference")
"""Those that a title is most likely to speak of, in the order in which they are offered."""


def shown(kept: str) -> str:
    """Call [patient]; a text that does more than name things is shown as it is kept."""
    return kept if "{%" in kept else _KEPT.sub(lambda found: f"[{found[1].replace('_', ' ')}]", kept)


def kept(typed: str) -> str:
    """Call {{ patient }}; what nobody knows stays, so that it is refused by its name."""
    return _SHOWN.sub(lambda found: f"{{{{ {found[1].replace(' ', '_')} }}}}", typed)


def offered() -> Iterable[str]:
    """The placeholders as a form offers them."""
    return (f"[{name}]" for name in OFFERED if name in VARIABLES)
