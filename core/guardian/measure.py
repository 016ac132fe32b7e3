"""How near forecasts came to what happened: plain numbers, for the page, the benchmark and the choice of a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.guardian.learning import Array, Sheet

LISTED = 0.1
"""The list is the tenth of what is open that stands highest."""
DECILES = 10


@dataclass(frozen=True, slots=True)
class Rank:
    """An order of referrals, measured: the share of pairs in the right order, and of the listed that stalled."""

    auc: float
    precision: float


@dataclass(frozen=True, slots=True)
class Figures:
    """On months that were held back: two orders side by side, and whether chances mean what they say."""

    n: int
    stalled: int
    listed: int
    guardian: Rank
    age: Rank
    brier: float
    blind: float
    """The same error of somebody who says the average every time."""
    deciles: tuple[tuple[float, float, int], ...]
    """Chance said, share that stalled, and how many, for each tenth."""
    first_at: float
    last_at: float


def measured(sheet: Sheet, chances: Array) -> Figures:
    """What was said against what happened."""
    import numpy as np

    mean = float(sheet.stalled.mean())
    order = np.array_split(np.argsort(chances, kind="stable"), DECILES)
    deciles = tuple((float(chances[p].mean()), float(sheet.stalled[p].mean()), len(p)) for p in order if len(p))
    return Figures(
        n=len(chances),
        stalled=int(sheet.stalled.sum()),
        listed=sum(length(int((sheet.at == at).sum())) for at in np.unique(sheet.at)),
        guardian=rank(sheet, chances),
        age=rank(sheet, sheet.age),
        brier=float(((chances - sheet.stalled) ** 2).mean()),
        blind=mean * (1 - mean),
        deciles=deciles,
        first_at=float(sheet.at.min()),
        last_at=float(sheet.at.max()),
    )


def rank(sheet: Sheet, scores: Array) -> Rank:
    """An order, whatever its scores mean; the list is made anew each week."""
    import numpy as np
    from sklearn.metrics import roc_auc_score

    caught = listed = 0
    for at in np.unique(sheet.at):
        there = sheet.at == at
        best = np.argsort(-scores[there], kind="stable")[: length(int(there.sum()))]
        caught += int(sheet.stalled[there][best].sum())
        listed += len(best)
    return Rank(float(roc_auc_score(sheet.stalled, scores)), caught / listed)


def length(standing: int) -> int:
    """How long the list of so many is."""
    return max(1, round(LISTED * standing))


def spelt(figures: Figures) -> dict[str, Any]:
    """As JSON keeps it."""
    from dataclasses import asdict

    return asdict(figures)
