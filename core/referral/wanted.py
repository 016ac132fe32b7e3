"""What a list of referrals is filtered and sorted by, as an address, a saved view or an export asks for it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Self

from core.directory import Specialty
from core.errors import Refusal
from core.field import day
from core.referral.stage import CLOSED, Direction, Stage
from core.referral.words import Funding, Source, Urgency
from data.tables.insight import COUNTS, WORTH

LONGEST = 100
MOST_FIELDS = 10
FIELD = "field"
"""What a filter by one of the group's own fields is called in an address, before its id."""
SORTS = {"due": "Soonest due first", "received": "Latest received first", "moved": "Latest moved first"}
DUES = {
    "late": "Overdue",
    "risk": "At risk",
    "week": "Due this week",
    "paused": "Paused",
    "held": "On hold",
    "flagged": "Flagged at risk",
}
ONCE = {"soon": "risk"}
"""What addresses and saved views from before call it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Empty means any. `owner` is me, pool or an account id; `stage` a stage, open, closed or any; `due` one of DUES;
    `received_until` and `moved_until` are the last days that count. `here` leaves out what these sites only sent to a
    colleague. `sort` is one of SORTS, empty for the usual one. `sub_status` is the id of one, `custom` are values of
    the group's own fields, by their ids. `measure` is what figures count: those that count in it from the month `since`
    to the month `until` (202611), at the site that works on them; `provider` is the id of the practice at the other
    end, `campaign` that of the campaign they came of."""

    direction: Direction | None = None
    stage: str = "open"
    site: int | None = None
    owner: str = ""
    urgency: str = ""
    typed: str = ""
    due: str = ""
    after: tuple[datetime, int] | None = None
    specialty: str = ""
    practice: str = ""
    received_from: date | None = None
    received_until: date | None = None
    moved_from: date | None = None
    moved_until: date | None = None
    here: str = ""
    sort: str = ""
    sub_status: int | None = None
    tag: str = ""
    custom: tuple[tuple[int, str], ...] = ()
    source: str = ""
    funding: str = ""
    provider: int | None = None
    campaign: int | None = None
    measure: str = ""
    since: int | None = None
    until: int | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        """What an address asks for; what it cannot mean counts as any."""
        said = {name: "".join(filter(str.isprintable, asked.get(name, ""))).strip()[:LONGEST] for name in _READ}
        own = {number: asked[name].strip()[:LONGEST] for name in asked if (number := _field(name))}
        custom = tuple(sorted((number, text) for number, text in own.items() if text and text.isprintable()))
        return cls(**{name: read(said[name]) for name, read in _READ.items()}, custom=custom[:MOST_FIELDS])

    @property
    def spelt(self) -> dict[str, str]:
        """The same as an address says it, without what goes without saying and where its pages begin."""
        told = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in {"after", "custom"}}
        told |= {name: f"{month // 100}-{month % 100:02}" for name in ("since", "until") if (month := told[name])}
        told |= {f"{FIELD}{number}": text for number, text in self.custom}
        return {name: str(value) for name, value in told.items() if value and (name, value) != ("stage", "open")}

    @property
    def searches(self) -> bool:
        """Whether it looks for words that somebody typed."""
        return bool(self.typed or self.practice)

    @property
    def sorting(self) -> str:
        """Open ones by when they are due, unless asked otherwise; only those are due at all."""
        usual = "due" if self.stage in {"open", *Stage} - CLOSED else "moved"
        return usual if self.sort == "due" else self.sort or usual


def _one_of(known: Iterable[Any]) -> Callable[[str], str]:
    codes = {str(code) for code in known}
    return lambda text: text if text in codes else ""


def _field(name: str) -> int | None:
    """The id of the custom field that a name in an address is about: field12."""
    return _number(name.removeprefix(FIELD)) if name.startswith(FIELD) else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _day(text: str) -> date | None:
    try:
        on = day(text)
    except Refusal:
        return None
    return on if 2000 <= on.year < 2100 else None


def _month(text: str) -> int | None:
    """202611, as 2026-11 means it."""
    on = _day(f"{text}-01")
    return on.year * 100 + on.month if on else None


_READ: dict[str, Callable[[str], Any]] = {
    "direction": lambda text: Direction(text) if text in set(Direction) else None,
    "stage": lambda text: text if text in {"closed", "any", *Stage} else "open",
    "site": lambda text: _number(text) or None,
    "owner": lambda text: text if text in {"me", "pool"} or _number(text) else "",
    "urgency": _one_of(Urgency),
    "typed": str,
    "due": lambda text: _one_of(DUES)(ONCE.get(text, text)),
    "specialty": _one_of(Specialty),
    "practice": str,
    "received_from": _day,
    "received_until": _day,
    "moved_from": _day,
    "moved_until": _day,
    "here": lambda text: text if text == "yes" else "",
    "sort": _one_of(SORTS),
    "sub_status": lambda text: _number(text) or None,
    "tag": str,
    "source": _one_of(Source),
    "funding": _one_of(Funding),
    "provider": lambda text: _number(text) or None,
    "campaign": lambda text: _number(text) or None,
    "measure": _one_of((*COUNTS, *WORTH)),
    "since": _month,
    "until": _month,
}
