"""Whatever people, jobs and the clock do in whatever order, a referral stays whole.

10,000 steps on each database, or half of what BATON_TEST_STEPS says.
"""

import os
from math import ceil

from core.access import Role
from core.referral import Stage
from core.rule import react
from core.work import work
from tests.cast import actor
from tests.referral.holds_true import stays_out, whole
from tests.referral.machine import Referrals, live, opened

STEPS = int(os.environ.get("BATON_TEST_STEPS", "20000")) // 2
MOST = 3 * STEPS
"""It goes on until every stage was reached, but not for ever."""
EACH = 50
REACHED = set(Stage) - {Stage.DRAFT}


def test_a_referral_stays_whole_whatever_happens(cast):
    with work() as db:
        fay = actor(db, "Fay Dowson", Role.FRONT_DESK, (cast.leeds,))
    world = opened(cast, fay)

    class Here(Referrals):
        def teardown(self):
            super().teardown()
            stays_out(cast.dev, getattr(self, "ids", []))

    Here.world = world
    while world.steps < STEPS or (not world.reached >= REACHED and world.steps < MOST):
        live(Here, ceil((STEPS - world.steps) / EACH), EACH)
    while react():
        pass
    whole()
    assert world.steps >= STEPS
    assert world.done > STEPS / 10
    assert world.reached >= REACHED
