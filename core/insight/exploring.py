"""Free exploration: any figure, split one way or two, with what it is narrowed to; all of it is an address."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from core.access import Actor
from core.insight.asked import Asked
from core.insight.figures import FIGURES, VOLUMES, Figure, Unit, Value, volume
from core.insight.measures import Measure
from core.insight.named import CODES, parties, places
from core.insight.queries import Key, told
from core.insight.told import Told, together
from core.months import spoken

MOST_ROWS, MOST_SERIES = 24, 6
"""What is told apart at most, the rest included, which is told together."""
REST, ALL = "rest", "all"
"""The keys of everything else together, and of a whole row; no code of anything, for what nobody said is "" itself."""
USUAL = Measure.RECEIVED.value
CHOICES: Mapping[str, Figure] = FIGURES | {f"count_{m}": volume(m) for m in Measure if m not in VOLUMES}
"""What can be asked for, by its name in addresses: every figure of the house, and each measure as a number."""
SPLITS = {
    "month": "Month",
    "site": "Site",
    "direction": "Direction",
    "source": "Source",
    "specialty": "Specialty",
    "funding": "Funding",
    "provider": "Practice outside",
}
WAIT = "days_"
"""What the names of lead times begin with."""
NAMELESS = {"provider": "Nobody outside", "site": "A site that is gone"}


@dataclass(frozen=True, slots=True)
class Exploration:
    """A figure, split by `by` and again by `also` (empty: once), about what is `asked`."""

    asked: Asked
    what: str = USUAL
    by: str = "month"
    also: str = ""

    @classmethod
    def read(cls, address: Mapping[str, str], today: date | None = None) -> Self:
        """What an address asks for; what it cannot mean is the usual. Months are told in their order, never as lines
        side by side."""
        what, by, also = (address.get(name, "") for name in ("what", "by", "also"))
        by = by if by in SPLITS else "month"
        also = also if also in SPLITS and also not in {by, "month"} else ""
        return cls(Asked.read(address, today), what if what in CHOICES else USUAL, by, also)

    @classmethod
    def of(cls, address: str) -> Self:
        """The same of an address on one line, as it is kept."""
        return cls.read(dict(parse_qsl(address)))

    @property
    def spelt(self) -> dict[str, str]:
        """As an address says it, without what goes without saying."""
        own = {"what": self.what if self.what != USUAL else "", "by": self.by if self.by != "month" else ""}
        return {name: value for name, value in {**own, "also": self.also, **self.asked.spelt}.items() if value}

    @property
    def address(self) -> str:
        """The same on one line."""
        return urlencode(self.spelt)

    @property
    def figure(self) -> Figure:
        """What is asked for."""
        return CHOICES[self.what]

    @property
    def spoken(self) -> str:
        """Booking conversion by site and source."""
        also = f" and {SPLITS[self.also].lower()}" if self.also else ""
        return f"{self.figure.label} by {SPLITS[self.by].lower()}{also}"


@dataclass(frozen=True, slots=True)
class Explored:
    """The numbers of an exploration. `rows` and `series` are names by key in order, where REST is everything else;
    `values` are by the keys of both, and by that of a row and ALL for the whole row."""

    exploration: Exploration
    rows: Mapping[Any, str]
    series: Mapping[Any, str]
    values: Mapping[tuple[Any, Any], Value]
    whole: Value

    def value(self, row: Any, series: Any = ALL) -> Value:
        """What stands there; nothing where nothing was."""
        return self.values.get((row, series)) or self.exploration.figure.value(Told())


def explored(actor: Actor, exploration: Exploration) -> Explored:
    """Look it up, within the actor's sites."""
    by = [exploration.by, *([exploration.also] if exploration.also else [])]
    figure = exploration.figure
    waits = [exploration.what.removeprefix(WAIT)] if figure.unit is Unit.DAYS else []
    found = told(actor, exploration.asked, by, waits)
    rows = _axis(actor, exploration, 0, found)
    series = _axis(actor, exploration, 1, found) if exploration.also else {}
    folded: dict[tuple[Any, Any], list[Told]] = defaultdict(list)
    for key, one in found.items():
        row = key[0] if key[0] in rows else REST
        folded[row, ALL].append(one)
        if exploration.also:
            folded[row, key[1] if key[1] in series else REST].append(one)
    values = {key: figure.value(together(several)) for key, several in folded.items()}
    return Explored(exploration, rows, series, values, figure.value(together(found.values())))


def _axis(actor: Actor, exploration: Exploration, place: int, found: Mapping[Key, Told]) -> dict[Any, str]:
    """Months in their order, each of them; anything else the largest first, and what does not fit together."""
    split, most = (exploration.by, MOST_ROWS) if place == 0 else (exploration.also, MOST_SERIES)
    if split == "month":
        return {month: spoken(month) for month in exploration.asked.months}
    weights: dict[Any, int] = defaultdict(int)
    for key, one in found.items():
        value = exploration.figure.value(one)
        weights[key[place]] += value.n + value.waiting
    ordered = sorted((key for key, weight in weights.items() if weight), key=lambda key: (-weights[key], str(key)))
    shown = ordered if len(ordered) <= most else ordered[: most - 1]
    called = _called(actor, exploration.asked, split)
    names: dict[Any, str] = {key: called.get(key) or NAMELESS.get(split, "Not known") for key in shown}
    others = len(ordered) - len(shown)
    return names | ({REST: f"{others} others"} if others else {})


def _called(actor: Actor, asked: Asked, split: str) -> Mapping[Any, str]:
    if split == "site":
        return places(actor)
    return parties(actor, asked) if split == "provider" else CODES[split]
