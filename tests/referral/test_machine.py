"""Whatever people, jobs and the clock do in whatever order, a referral stays whole.

10,000 steps on each database, or half of what BATON_TEST_STEPS says.
"""

import os
from math import ceil

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from core.access import Role
from core.referral import Stage
from core.work import work
from tests.cast import actor
from tests.referral.holds_true import stays_out
from tests.referral.machine import Referrals, opened

STEPS = int(os.environ.get("BATON_TEST_STEPS", "20000")) // 2
EACH = 50


def test_a_referral_stays_whole_whatever_happens(cast):
    with work() as db:
        fay = actor(db, "Fay Dowson", Role.FRONT_DESK, (cast.leeds,))
    world = opened(cast, fay)

    class Here(Referrals):
        def teardown(self):
            super().teardown()
            stays_out(cast.dev, getattr(self, "ids", []))

    Here.world = world
    while world.steps < STEPS:
        runs = ceil((STEPS - world.steps) / EACH)
        run_state_machine_as_test(
            Here,
            settings=settings(
                max_examples=max(runs, 2),
                stateful_step_count=EACH,
                derandomize="BATON_TEST_STEPS" not in os.environ,
                database=None,
                deadline=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert world.steps >= STEPS
    assert world.done > STEPS / 5
    assert set(Stage) - {Stage.DRAFT} - world.reached == set()
