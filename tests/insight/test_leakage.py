"""Who was lost: what is known and what nobody can know stand apart, and each number leads to just those."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock, insight, referral
from core.errors import NotAllowed
from core.insight import Asked
from core.insight.leakage import DAYS, days_asked
from core.referral import Wanted
from tests import make
from tests.referral.story import inbound, only_at, step
from tests.world.drain import drain

MARCH = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
IN_MARCH = Asked(since=202603, until=202604)


def several(cast):
    """Four of March: lost, redirected, attended, and one that waits."""
    names = ("Iris Okafor", "Tom Moss", "Mei Lin", "Rose Hill")
    return [inbound(cast, patient_id=make.patient(name, at=cast.leeds)) for name in names]


def test_known_and_unknown_losses_are_told_apart(cast):
    with clock.telling(MARCH):
        lost, redirected, seen, _waits = several(cast)
        step(cast.ana, lost, "acknowledge")
        step(cast.ana, lost, "lose", reason="lose.no_answer")
        nearer = make.provider("Aire Dental")
        step(cast.ana, redirected, "redirect", reason="redirect.nearer", comment="Closer", provider_id=nearer)
        step(cast.ana, seen, "accept")
        step(cast.ana, seen, "book", starts_at=clock.now())
    with clock.telling(MARCH + timedelta(days=1)):
        step(cast.ben, seen, "attend")
        drain()
    for days, unknown, recent in ((DAYS - 1, 0, 1), (DAYS, 1, 0)):
        with clock.telling(MARCH + timedelta(days=days)):
            found = insight.leakage(cast.mia, IN_MARCH)
        assert (found.received, found.lost, found.redirected, found.unknown, found.recent) == (4, 1, 1, unknown, recent)


def test_those_that_nobody_knows_of_are_listed_by_the_day_their_site_received_them(cast):
    with clock.telling(MARCH):
        waits = inbound(cast)
    with clock.telling(MARCH + timedelta(days=1)):
        inbound(cast, patient_id=make.patient("Tom Moss", at=cast.leeds))
        drain()
    with clock.telling(MARCH + timedelta(days=DAYS)):
        found = insight.leakage(cast.mia, IN_MARCH)
        assert (found.unknown, found.on) == (1, date(2026, 3, 10))
        asked = {"stage": "any", "measure": "waiting_attended", "since": "2026-03", "until": "2026-03"}
        listed = referral.board(cast.mia, Wanted.read(asked | {"received_until": str(found.on)}))
    assert [row.id for row in listed.rows] == [waits]


def test_an_empty_group_has_lost_nobody(cast):
    found = insight.leakage(cast.mia, IN_MARCH)
    assert (found.received, found.lost, found.redirected, found.unknown, found.recent) == (0, 0, 0, 0, 0)


def test_losses_of_another_site_are_not_told(cast):
    with clock.telling(MARCH):
        inbound(cast)
        drain()
    assert insight.leakage(only_at(cast.mia, {cast.hull}), IN_MARCH, days=7).received == 0
    with pytest.raises(NotAllowed):
        insight.leakage(cast.dev, IN_MARCH)


@pytest.mark.parametrize(
    ("asked", "days"), [("", 90), ("30", 30), ("0", 90), ("731", 90), ("٣٠", 90), ("-30", 90), ("99999", 90)]
)
def test_an_address_asks_for_a_number_of_days_that_makes_sense(asked, days):
    assert days_asked(asked) == days
