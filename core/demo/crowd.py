"""The patients of the group together: who waits for what, and how often each was chosen."""

from collections import defaultdict
from datetime import datetime
from random import Random

from core.demo.facts import Ailment
from core.demo.folk import Body
from core.directory import Specialty

NEW_FIRST = 0.3
"""How often the one who was chosen least is taken: most patients come at some time, some come again and again."""
AT_HAND = 24


class Crowd:
    """Nobody waits for the same thing twice."""

    def __init__(self, folk: list[Body]) -> None:
        self.folk = folk
        self.waiting: list[dict[Specialty, datetime]] = [{} for _ in folk]
        self.dead: set[int] = set()
        self.chosen = [0] * len(folk)
        self.at: dict[str, list[int]] = defaultdict(list)
        for n, body in enumerate(folk):
            self.at[body.home].append(n)
        self.numbered = [n for n, body in enumerate(folk) if body.new.nhs_number]

    def choose(self, rng: Random, home: str | None, ailment: Ailment, specialty: Specialty, at: datetime) -> int | None:
        """A patient of the site (or of any, with an NHS number) of the age and free; None when none is at hand."""
        low, high = ailment.ages
        near = self.at[home] if home else self.numbered
        seen = rng.sample(near, min(AT_HAND, len(near)))
        fit = [n for n in seen if low <= self.age(n, at) <= high and self._is_free(n, specialty, at)]
        if fit and rng.random() < NEW_FIRST:
            return min(fit, key=lambda n: self.chosen[n])
        return rng.choice(fit) if fit else None

    def age(self, patient: int, at: datetime) -> int:
        """Full years."""
        return self.folk[patient].age(at.date())

    def busy(self, patient: int, specialty: Specialty, until: datetime, *, died: bool) -> None:
        """Nothing else of the kind until then; nothing at all for somebody who died."""
        self.chosen[patient] += 1
        self.waiting[patient][specialty] = until
        if died:
            self.dead.add(patient)

    def waits_for_nothing(self, patient: int, at: datetime) -> bool:
        """No referral of theirs is open."""
        return all(until <= at for until in self.waiting[patient].values())

    def _is_free(self, patient: int, specialty: Specialty, at: datetime) -> bool:
        return patient not in self.dead and self.waiting[patient].get(specialty, at) <= at
