"""Learn from looks whose end is known, choose what calibrates better, and say how it does on months it has not seen.

scikit-learn is imported only here and only when something is learned: pages and other jobs do not pay for it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.guardian.facts import AT, FACTS
from core.guardian.measure import Figures, measured
from core.guardian.replay import WEEK, Look

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

LEAST_REFERRALS, LEAST_STALLED, LEAST_WEEKS = 150, 40, 20
"""With fewer referrals, fewer that stalled or a shorter time there is nothing to learn honestly."""
HELD, MOST_HELD = 4, 13
"""A quarter of the weeks is held back, and no more than a quarter of a year."""
WEIGHS = -0.1
"""Log odds under which a fact speaks against a stall and is not named as a reason for one."""
STANDING = "stage"
SEED = 1


@dataclass(frozen=True, slots=True)
class Lacking:
    """What there is too little of: closed, stalled or months."""

    what: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Looks as numbers, in the order of time."""

    columns: Array
    stalled: Array
    at: Array
    settled: Array
    age: Array

    @classmethod
    def of(cls, looks: Sequence[Look]) -> Sheet:
        """Whose end is known."""
        import numpy as np

        return cls(
            np.array([look.columns for look in looks], dtype=np.float32),
            np.array([look.stalled for look in looks], dtype=np.int8),
            np.array([look.at for look in looks]),
            np.array([look.settled for look in looks]),
            np.array([look.age for look in looks]),
        )

    def part(self, wanted: Array) -> Sheet:
        """Some of them."""
        return Sheet(*(getattr(self, name)[wanted] for name in self.__slots__))

    def before(self, moment: float) -> Sheet:
        """What was known by then."""
        return self.part(self.settled <= moment)

    def since(self, moment: float) -> Sheet:
        """Looks from then on."""
        return self.part(self.at >= moment)


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned: chances, and which facts weigh most in each."""

    name: str
    fitted: Any
    scale: tuple[float, float]
    typical: Array

    def chances(self, columns: Array) -> Array:
        """The chance of each to stall within the horizon."""
        import numpy as np

        slope, shift = self.scale
        return 1 / (1 + np.exp(-(slope * _logit(self.fitted, columns) + shift)))

    def weighed(self, columns: Array) -> list[list[str]]:
        """For each the codes of the facts that raise its chance most above what is typical, in order.

        Where it stands comes last, however much it weighs: that is said of every other one there too.
        """
        import numpy as np

        base, effects = _logit(self.fitted, columns), []
        for fact in FACTS:
            own = slice(AT[fact.code], AT[fact.code] + fact.wide)
            without = columns.copy()
            without[:, own] = self.typical[own]
            effects.append(self.scale[0] * (base - _logit(self.fitted, without)))
        order = np.argsort(-np.stack(effects), axis=0).T
        strong = np.stack(effects).T
        codes = [fact.code for fact in FACTS]
        found = [[codes[n] for n in each if strong[row, n] > WEIGHS] for row, each in enumerate(order)]
        return [sorted(each, key=lambda code: code == STANDING) for each in found]


@dataclass(frozen=True, slots=True)
class Learned:
    """Tonight's model, the one that was tried on the months held back, from when on these are, and how it did."""

    model: Model
    tried: Model
    held_from: float
    figures: Figures


def learn(looks: Sequence[Look]) -> Learned | Lacking:
    """Looks must be settled and in the order of time. One thread is enough, and leaves others theirs."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if lacking := _thin(looks):
        return lacking
    sheet = Sheet.of(looks)
    first, last = float(sheet.at.min()), float(sheet.at.max())
    held = WEEK * min(MOST_HELD, int((last - first) / WEEK / HELD))
    held_from = last - held
    if not _enough(sheet, held_from, held):
        return Lacking("stalled")
    tried = _best(sheet, held_from, held)
    figures = measured(sheet.since(held_from), tried.chances(sheet.since(held_from).columns))
    return Learned(_made(tried.name, sheet, last + WEEK, held), tried, held_from, figures)


def _thin(looks: Sequence[Look]) -> Lacking | None:
    if len({look.referral_id for look in looks}) < LEAST_REFERRALS:
        return Lacking("closed")
    if len({look.referral_id for look in looks if look.stalled}) < LEAST_STALLED:
        return Lacking("stalled")
    return Lacking("months") if looks[-1].at - looks[0].at < LEAST_WEEKS * WEEK else None


def _enough(sheet: Sheet, held_from: float, held: float) -> bool:
    """Both ends must stand in each part that is learned from, calibrated on or held back."""
    known = sheet.before(held_from)
    parts = (known.before(held_from - held), known.since(held_from - held), sheet.since(held_from))
    return all(5 <= part.stalled.sum() <= len(part.stalled) - 5 for part in parts)


def _best(sheet: Sheet, moment: float, held: float) -> Model:
    """The kind that is nearer to what happened in the months before those held back."""
    known = sheet.before(moment)
    months = known.since(moment - held)
    made = [_made(name, sheet, moment, held) for name in ("logistic", "boosting")]
    return min(made, key=lambda model: float(((model.chances(months.columns) - months.stalled) ** 2).mean()))


def _made(name: str, sheet: Sheet, moment: float, held: float) -> Model:
    """From what was known at a moment: learned from the older months, calibrated on the last ones."""
    known = sheet.before(moment)
    older, last = known.before(moment - held), known.since(moment - held)
    fitted = _kind(name).fit(older.columns, older.stalled)
    return Model(name, fitted, _scale(fitted, last), known.columns.mean(axis=0))


def _kind(name: str) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if name == "logistic":
        return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
    return HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.06, max_leaf_nodes=8, min_samples_leaf=40, l2_regularization=5, random_state=SEED
    )


def _scale(fitted: Any, months: Sheet) -> tuple[float, float]:
    """Platt's calibration: the odds stretched and shifted until they fit the last months known."""
    from sklearn.linear_model import LogisticRegression

    line = LogisticRegression(C=1e3).fit(_logit(fitted, months.columns).reshape(-1, 1), months.stalled)
    return max(float(line.coef_[0, 0]), 0.05), float(line.intercept_[0])


def _logit(fitted: Any, columns: Array) -> Array:
    import numpy as np

    chance = np.clip(fitted.predict_proba(columns)[:, 1], 1e-4, 1 - 1e-4)
    odds: Array = np.log(chance / (1 - chance))
    return odds
