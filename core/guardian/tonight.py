"""One night's work, without a database: outlooks with the facts that weigh most, and answers to earlier forecasts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from core.guardian.facts import FACTS, View, row
from core.guardian.judge import Foretold
from core.guardian.learning import Lacking, Learned, Sheet
from core.guardian.replay import Look, Replay
from core.guardian.words import sentence

NAMED = 3
BY_CODE = {fact.code: fact for fact in FACTS}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is reckoned of one open referral; no chance while the history is thin. Facts hold codes and numbers."""

    referral_id: int
    site_id: int
    stage: str
    chance: float | None
    age: float
    facts: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Forecast:
    """One that was written earlier and whose horizon has passed."""

    id: int
    referral_id: int
    site_id: int
    chance: float
    age: float
    made_on: date
    made_at: datetime


@dataclass(frozen=True)
class Tonight:
    """What history said until now, and what was learned from it."""

    now: datetime
    on: date
    replay: Replay
    looks: Sequence[Look]
    learned: Learned | Lacking

    @cached_property
    def outlooks(self) -> list[Outlook]:
        """Of every open referral that has not stalled already."""
        views = list(self.replay.views(self.now.timestamp()))
        if isinstance(self.learned, Lacking) or not views:
            return [_outlook(view, None, ["wait"]) for view in views]
        return _reckoned(views, self.learned)

    def answers(self, forecasts: Iterable[Forecast]) -> dict[int, Foretold | None]:
        """What became of forecasts, by their id; None where that says nothing."""
        return {each.id: self._answer(each) for each in forecasts}

    def _answer(self, said: Forecast) -> Foretold | None:
        case = self.replay.cases.get(said.referral_id)
        if case is None or case.void:
            return None
        stalled = case.stalls(said.made_at.timestamp())
        return Foretold(said.made_on, said.site_id, said.chance, said.age, stalled)


def looked_back(tonight: Tonight) -> list[Foretold]:
    """What would have been said in the months held back, by the model that had not seen them."""
    learned = tonight.learned
    if isinstance(learned, Lacking):
        return []
    looks = [look for look in tonight.looks if look.at >= learned.held_from]
    chances = learned.tried.chances(Sheet.of(looks).columns)
    return [
        Foretold(datetime.fromtimestamp(look.at, UTC).date(), look.site_id, float(chance), look.age, look.stalled)
        for look, chance in zip(looks, chances, strict=True)
    ]


def _reckoned(views: Sequence[View], learned: Learned) -> list[Outlook]:
    import numpy as np

    columns = np.array([row(view) for view in views], dtype=np.float32)
    chances = learned.model.chances(columns)
    weighed = learned.model.weighed(columns)
    return [_outlook(*each) for each in zip(views, map(float, chances), weighed, strict=True)]


def _outlook(view: View, chance: float | None, codes: Sequence[str]) -> Outlook:
    """The first few facts whose numbers speak for it."""
    facts: list[dict[str, Any]] = []
    for code in codes:
        numbers = BY_CODE[code].numbers(view)
        if len(facts) < NAMED and sentence(code, numbers):
            facts.append({"code": code, **numbers})
    born = view.case.born
    return Outlook(born.id, born.site_id, str(view.case.stage), chance, view.age, facts)
