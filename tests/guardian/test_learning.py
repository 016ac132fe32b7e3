"""Learning: calibrated where chances are known, better than age where there is something to learn, silent where not."""

from datetime import date

import numpy as np

from core.guardian.facts import AT, FACTS
from core.guardian.judge import Foretold, Verdict, judged
from core.guardian.learning import Lacking, Learned, learn
from core.guardian.replay import WEEK, Look
from tests.guardian.past import START

DAY = date(2026, 3, 2)
WIDE = sum(fact.wide for fact in FACTS)


def invented(weeks=40, each=100, seed=4, weight=1.4):
    """Looks whose chance is known: one column and the owner's weigh, the others are noise."""
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(weeks * each, WIDE))
    chances = 1 / (1 + np.exp(-(weight * columns[:, 0] + 0.8 * columns[:, AT["owner"]] - 1.6)))
    stalled = rng.random(weeks * each) < chances
    found = []
    for n, row in enumerate(columns):
        at = START + n // each * WEEK
        found.append(Look(n, 1, "accepted", at, list(row), float(rng.random()), at + 5 * WEEK, bool(stalled[n])))
    return found, chances, columns


def test_chances_mean_what_they_say():
    looks, chances, columns = invented()
    learned = learn(looks)
    assert isinstance(learned, Learned)
    figures = learned.figures
    assert all(abs(said - was) < 0.13 for said, was, _ in figures.deciles)
    assert float(np.abs(learned.model.chances(columns.astype(np.float32)) - chances).mean()) < 0.06
    assert figures.brier < 0.9 * figures.blind
    assert figures.guardian.auc > 0.75 > 0.55 > figures.age.auc
    assert figures.guardian.precision > 1.5 * figures.age.precision


def test_the_facts_that_weigh_most_come_first():
    looks, _, _ = invented()
    learned = learn(looks)
    row = np.zeros((1, WIDE), dtype=np.float32)
    row[0, 0] = 3
    assert learned.model.weighed(row)[0][0] == "wait"
    row = np.zeros((1, WIDE), dtype=np.float32)
    row[0, AT["owner"]] = 3
    assert learned.model.weighed(row)[0][0] == "owner"


def test_the_months_held_back_are_seen_by_nobody_before():
    """Turning every end of these months around changes the figures and not the model that was tried on them."""
    looks, _, columns = invented()
    one = learn(looks)
    for look in looks:
        if look.at > one.held_from - 5 * WEEK:
            look.stalled = not look.stalled
    other = learn(looks)
    sample = columns[:50].astype(np.float32)
    assert np.allclose(one.tried.chances(sample), other.tried.chances(sample))
    assert other.figures.guardian.auc < 0.5


def test_thin_history_is_said_to_be_thin():
    assert learn([]) == Lacking("closed")
    assert learn(invented(weeks=30, each=4)[0]) == Lacking("closed")
    few = invented()[0]
    for n, look in enumerate(few):
        look.stalled = n % 200 == 0
    assert learn(few) == Lacking("stalled")
    assert learn(invented(weeks=10)[0]) == Lacking("months")
    late = invented()[0]
    for look in late:
        look.stalled = look.stalled and look.at > START + 35 * WEEK
    assert isinstance(learn(late), Lacking)


def test_a_list_is_judged_beside_as_long_a_list_in_the_order_of_age():
    said = [Foretold(DAY, 1, chance=n / 20, age=-n, stalled=n >= 17) for n in range(20)]
    assert judged([*said, Foretold(DAY, 2, 0.5, 1.0, True)]) == [
        Verdict(DAY, 1, n=20, stalled=3, listed=2, caught=2, by_age=0),
        Verdict(DAY, 2, n=1, stalled=1, listed=1, caught=1, by_age=1),
    ]
