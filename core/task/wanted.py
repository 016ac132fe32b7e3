"""What a list of tasks is filtered by, as an address asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from core.task.model import Priority

LONGEST = 100
VIEWS = {
    "mine": "Mine",
    "pool": "Pool",
    "all": "Everybody",
    "overdue": "Overdue",
    "asleep": "Put off",
    "done": "Done",
}
"""What is looked at; of the pool, everybody's and what is overdue only what is not put off."""
SUBJECTS = {"referral": "A referral", "patient": "A patient", "site": "A site alone", "other": "Something else"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Empty means any. `owner` is an account's id or pool, `after` the moment and id of the last one seen."""

    view: str = "mine"
    site: int | None = None
    owner: str = ""
    priority: str = ""
    subject: str = ""
    typed: str = ""
    after: tuple[datetime, int] | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        """What an address asks for; what it cannot mean counts as any."""
        owner, typed = asked.get("owner", ""), asked.get("typed", "")
        return cls(
            view=_known(asked, "view", VIEWS) or "mine",
            site=_number(asked.get("site", "")),
            owner=owner if owner == "pool" or _number(owner) else "",
            priority=_known(asked, "priority", set(Priority)),
            subject=_known(asked, "subject", SUBJECTS),
            typed="".join(filter(str.isprintable, typed)).strip()[:LONGEST],
        )


def _known(asked: Mapping[str, str], name: str, codes: object) -> str:
    return asked.get(name, "") if asked.get(name, "") in codes else ""  # type: ignore[operator]


def _number(text: str) -> int | None:
    return int(text) or None if text.isascii() and text.isdecimal() and len(text) < 16 else None
