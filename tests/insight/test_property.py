"""Whatever happened, every figure of insight is the one that the plain reference counts from the rows.

BATON_TEST_STEPS says how much happens, in worlds of five years and 800 steps each; figures are held against the rows
after every history of some forty.
"""

import os
from dataclasses import replace
from random import Random

import pytest

from core import clock, insight
from core.access import Role
from core.errors import NotAllowed
from core.insight import days_ago
from core.work import work
from tests.cast import actor
from tests.insight import agreement
from tests.insight.explored import explored_agrees
from tests.insight.finished import reports_agree
from tests.insight.histories import Histories, abroad, advertised, fallen_silent, well_spent
from tests.insight.in_touch import engagement_agrees
from tests.insight.lives import every_life
from tests.insight.shown import pages_agree, the_last_year
from tests.insight.today import live_day_agrees
from tests.referral.machine import live
from tests.referral.story import only_at

STEPS = 800
MOST = 3 * STEPS
"""It goes on until everything has happened, but not for ever."""
WORLDS = max(int(os.environ.get("BATON_TEST_STEPS", "0")) // STEPS, 1)
EACH = 20
"""So many things happen in a history; most of them are several steps."""
EXPLORED = 3
"""So many things are asked of free exploration after each."""
PAGES = 0.2
"""After so many histories every page is looked at, too; it asks a hundred questions."""


@pytest.mark.parametrize("_world", range(WORLDS))
def test_every_figure_agrees_with_the_rows_behind_it(cast, _world):
    with work() as db:
        fay = actor(db, "Fay Dowson", Role.FRONT_DESK, (cast.leeds,))
    world, sites, practices = abroad(cast, fay)
    told: set[str] = set()

    class Here(Histories):
        def look(self):
            lives, dice = every_life(), Random(world.steps)
            agreement.agrees(world.cast.mia, lives, sites, dice)
            if dice.random() < PAGES:
                pages_agree(world.cast.mia, lives, the_last_year(lives))
                live_day_agrees(world.cast.mia)
            told.update(engagement_agrees(world.cast.mia, lives, days_ago(0)))
            for _ in range(EXPLORED):
                explored_agrees(world.cast.mia, lives, the_last_year(lives), dice)
            before = agreement.kept()
            assert agreement.counted_again() == before

    Here.world, Here.sites, Here.practices = world, sites, practices
    advertised(cast)
    while world.steps < STEPS or (not _everything_happened() and world.steps < MOST):
        live(Here, (STEPS - world.steps) // (2 * EACH), EACH)
    assert _everything_happened(), "else this would not have tried it"
    over = well_spent(world.cast, Here.ended_at, Random(world.steps))
    lives = every_life()
    agreement.agrees(world.cast.mia, lives, sites)
    agreement.agrees(only_at(cast.ana, sites[:2]), lives, sites[:2])
    told.update(agreement.returns_agree(world.cast.cleo, lives))
    with clock.telling(over):
        reports_agree(replace(world.cast.cleo, role=world.cast.mia.role), lives, Random(world.steps))
    with clock.telling(fallen_silent(world.cast, over, Random(world.steps))):
        told.update(engagement_agrees(world.cast.mia, every_life(), days_ago(0)))
    kept = agreement.kept()
    assert agreement.counted_from_nothing() == kept
    with pytest.raises(NotAllowed):
        insight.cells(world.cast.dev, agreement.EVER)
    assert told >= {"lapsed", "return", "per visit"}


def _everything_happened():
    """Each measure was counted of somebody, and several campaigns brought somebody."""
    lives = every_life()
    counted = (any(life.counts.get(measure) or life.value for life in lives) for measure in insight.COUNTED)
    return all(counted) and len({life.of["campaign"] for life in lives}) > 2
