"""What happened is counted, once, in the cells where it belongs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from core import clock, insight, referral
from core.insight import Asked, Measure
from core.referral import Direction, Wanted
from core.work import reading, work
from data.tables import dwell, milestone, tally
from tests.insight import lively
from tests.referral.story import OUTCOME, booked, inbound, outbound, step
from tests.world.drain import drain

MARCH = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
IN_MARCH = Asked(since=202603, until=202604)


def kept():
    """Everything that is kept, in a comparable order."""
    with reading() as db:
        return [sorted(map(tuple, db.execute(select(table)).all()), key=repr) for table in (milestone, tally, dwell)]


def test_a_referral_counts_as_far_as_it_came(cast):
    with clock.telling(MARCH):
        number = inbound(cast)
        booked(cast, number)
    with clock.telling(MARCH + timedelta(days=3)):
        step(cast.ben, number, "attend")
        step(cast.ben, number, "report", **OUTCOME, value=Decimal(420))
        drain()
    told = insight.sums(cast.mia, IN_MARCH)
    reached = (told.received, told.acknowledged, told.accepted, told.booked, told.attended, told.completed)
    assert reached == (1, 1, 1, 1, 1, 0)
    assert (told.valued, told.value) == (1, 42000)
    assert insight.leads(cast.mia, IN_MARCH)[()]["booked"].median == 0


def test_what_was_entered_in_error_counts_nowhere(cast):
    with clock.telling(MARCH):
        number = inbound(cast)
        drain()
        assert insight.sums(cast.mia, IN_MARCH).received == 1
        step(cast.mia, number, "correct", comment="Typed in twice")
        drain()
    assert kept() == [[], [], []]


def test_counting_again_changes_nothing(cast):
    with clock.telling(MARCH):
        numbers = [inbound(cast), outbound(cast)]
        booked(cast, numbers[0])
        drain()
    before = kept()
    with work() as db:
        insight.count_anew(db, numbers)
    assert kept() == before


def test_a_correction_moves_between_cells(cast):
    with clock.telling(MARCH):
        number = inbound(cast, funding="nhs")
        drain()
        referral.change(cast.ana, number, None, {"funding": "private"})
        drain()
    assert [*insight.cells(cast.mia, IN_MARCH, ("funding",))] == [("private",)]


def test_a_figure_leads_to_the_referrals_it_counts(cast):
    with clock.telling(MARCH):
        first, _ = inbound(cast), inbound(cast, specialty="implant")
        booked(cast, first)
        drain()
        wanted = Wanted.read({"stage": "any", "measure": Measure.BOOKED, "since": "2026-03", "until": "2026-03"})
        assert [row.id for row in referral.board(cast.mia, wanted).rows] == [first]
        assert referral.board(cast.dev, wanted).rows == ()


def test_a_list_behind_a_figure_says_how_many_it_has(cast):
    """Counted by figures where they say all that is asked, else one by one: both are as many as are listed."""
    with clock.telling(lively.NOW):
        practice, *_ = lively.lives(cast, 60)
        mia = lively.manager(cast, cast.leeds, cast.york)
        year = Wanted(stage="any", measure="booked", since=202503, until=202602)
        narrower = (
            {"direction": Direction.INBOUND},
            {"specialty": "implant"},
            {"provider": practice},
            {"site": cast.york},
        )
        for more in ({}, *narrower, {"stage": "open"}, {"urgency": "routine"}, {"measure": "visits_missed"}):
            wanted = replace(year, **more)
            page = referral.board(mia, wanted, 100, counted=True)
            assert page.whole == len(page.rows) > 0, more
            assert {row.now.site_id for row in page.rows} <= mia.sites
            narrowed = {name: value for name, value in more.items() if name in {"direction", "specialty", "provider"}}
            sites = frozenset({more["site"]} if "site" in more else ())
            figure = insight.sums(mia, Asked(since=202503, until=202603, sites=sites, **narrowed))
            assert page.whole == figure.booked or not more.keys() <= {*narrowed, "site"}, more


def test_another_site_sees_nothing(cast):
    with clock.telling(MARCH):
        inbound(cast)
        drain()
    hull = cast.mia.__class__(cast.dev.ref, "Manager", cast.mia.role, frozenset({cast.hull}))
    assert insight.cells(hull, IN_MARCH, ("site",)) == {}
    assert insight.leads(hull, IN_MARCH, ("month",)) == {}
    assert insight.dwell(hull, IN_MARCH) == {}
