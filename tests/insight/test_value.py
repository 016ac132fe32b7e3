"""What work was worth, by where its patients came from, and what campaigns brought for what they cost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core import clock, insight, money, referral
from core.errors import NotAllowed
from core.insight import Asked
from core.referral import NewCampaign, Source
from tests import make
from tests.referral.story import OUTCOME, booked, inbound, step
from tests.world.drain import drain

MARCH = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
IN_MARCH = Asked(since=202603, until=202604)
IN_APRIL = Asked(since=202604, until=202605)


def worked(cast, pounds=None, *, days=3, at=None, **more):
    """Referred to Leeds in March, seen, and reported some days later; with what the work was worth."""
    own = {"referrer_provider_id": None} if more.get("source", Source.PROVIDER) is not Source.PROVIDER else {}
    with clock.telling(MARCH):
        number = inbound(cast, patient_id=make.patient("Iris Okafor", at=cast.leeds), **(own | more))
        booked(cast, number)
    with clock.telling(at or MARCH + timedelta(days=days)):
        step(cast.ben, number, "attend")
        if pounds is not None:
            step(cast.ben, number, "report", **OUTCOME, value=Decimal(pounds))
    return number


def spring(cast, actor=None, **more):
    """Began in February and cost £1,000."""
    given = {"name": "Spring", "source": "campaign", "began_on": date(2026, 2, 1), "cost": 100_000, **more}
    return referral.add_campaign(actor or cast.cleo, NewCampaign(**given))


def by_source(actor, asked=IN_MARCH):
    return {source: sums for (source,), sums in insight.cells(actor, asked, ("source",)).items()}


def test_value_is_told_by_source_in_whole_pence(cast):
    worked(cast, "0.10", source=Source.WEBSITE)
    worked(cast, "0.20", source=Source.WEBSITE)
    worked(cast, "420", source=Source.PROVIDER)
    worked(cast, source=Source.SELF)
    drain()
    found = by_source(cast.mia)
    assert (found["website"].value, found["website"].valued) == (30, 2)
    assert (found["provider"].value, found["provider"].valued) == (42_000, 1)
    assert (found["self"].value, found["self"].valued, found["self"].received) == (0, 0, 1)
    assert by_source(replace(cast.mia, sites=frozenset({cast.hull}))) == {}


def test_it_counts_in_the_month_of_the_report_on_the_sites_own_clock(cast):
    worked(cast, "50", at=datetime(2026, 3, 31, 22, 59, tzinfo=UTC))
    worked(cast, "70", at=datetime(2026, 3, 31, 23, 0, tzinfo=UTC))
    drain()
    assert insight.sums(cast.mia, IN_MARCH).value == 50_00, "23:59 in London, for summer time has begun"
    assert insight.sums(cast.mia, IN_APRIL).value == 70_00
    assert insight.sums(cast.mia, IN_APRIL).received == 0


def test_nothing_of_leeds_is_told_elsewhere(cast):
    worked(cast, "420")
    drain()
    with pytest.raises(NotAllowed):
        insight.cells(cast.dev, IN_MARCH, ("source",))
    assert insight.cells(replace(cast.mia, sites=frozenset({cast.hull})), IN_MARCH, ("source",)) == {}


def test_a_campaign_gives_what_came_of_it_for_what_it_cost(cast):
    with clock.telling(MARCH):
        campaign = spring(cast)
    for _ in range(5):
        worked(cast, "800", source=Source.CAMPAIGN, campaign_id=campaign)
    worked(cast, source=Source.CAMPAIGN, campaign_id=campaign)
    worked(cast, "9000", source=Source.CAMPAIGN)
    drain()
    (found,) = insight.returns(cast.cleo)
    assert (found.received, found.attended, found.valued, found.value) == (6, 6, 5, 400_000)
    assert found.times == Decimal("4.0")
    assert found.per_visit == 16_667, "£1,000 over six patients, to the penny"


def test_below_five_the_sums_stand_beside_each_other(cast):
    with clock.telling(MARCH):
        campaign = spring(cast)
    for _ in range(4):
        worked(cast, "800", source=Source.CAMPAIGN, campaign_id=campaign)
    drain()
    (found,) = insight.returns(cast.cleo)
    assert (found.times, found.per_visit, found.value) == (None, None, 320_000)


@pytest.mark.parametrize(("cost", "per_visit"), [(None, None), (0, 0)])
def test_without_a_cost_there_is_no_return(cast, cost, per_visit):
    with clock.telling(MARCH):
        campaign = spring(cast, cost=cost)
    for _ in range(5):
        worked(cast, "800", source=Source.CAMPAIGN, campaign_id=campaign)
    drain()
    (found,) = insight.returns(cast.cleo)
    assert (found.times, found.per_visit) == (None, per_visit)


def test_the_groups_cost_is_not_held_against_the_work_of_one_site(cast):
    with clock.telling(MARCH):
        campaign = spring(cast)
    for _ in range(5):
        worked(cast, "800", source=Source.CAMPAIGN, campaign_id=campaign)
    drain()
    (found,) = insight.returns(cast.mia)
    assert (found.value, found.whole, found.times, found.per_visit) == (400_000, False, None, None)


def test_dev_and_hull_see_nothing_of_a_campaign_at_leeds(cast):
    with clock.telling(MARCH):
        campaign = spring(cast, cast.mia, site_id=cast.leeds)
    worked(cast, "800", source=Source.CAMPAIGN, campaign_id=campaign)
    drain()
    with pytest.raises(NotAllowed):
        insight.returns(cast.dev)
    assert insight.returns(replace(cast.mia, sites=frozenset({cast.hull}))) == []
    assert [found.received for found in insight.returns(cast.mia)] == [1]


def test_a_corrected_campaign_moves_what_it_brought(cast):
    with clock.telling(MARCH):
        one, other = spring(cast), spring(cast, name="Summer")
    number = worked(cast, source=Source.CAMPAIGN, campaign_id=one)
    with clock.telling(MARCH + timedelta(days=4)):
        referral.change(cast.ana, number, None, {"campaign_id": other})
    drain()
    assert {each.campaign.name: each.received for each in insight.returns(cast.cleo)} == {"Spring": 0, "Summer": 1}


@pytest.mark.parametrize(
    ("pence", "exact", "round_"),
    [
        (0, "£0", "£0"),
        (5, "£0.05", "£0"),
        (50, "£0.50", "£1"),
        (123_456_789, "£1,234,567.89", "£1,234,568"),
        (-250, "-£2.50", "-£3"),
        (10**15 + 1, "£10,000,000,000,000.01", "£10,000,000,000,000"),
    ],
)
def test_pounds_are_read_with_thousands_and_never_lose_a_penny(pence, exact, round_):
    assert (money.pounds(pence), money.rounded(pence)) == (exact, round_)


@pytest.mark.parametrize(("given", "pence"), [("0.29", 29), (1.1, 110), (Decimal("19.999"), 2000), (4.35, 435)])
def test_pence_of_what_a_form_says(given, pence):
    assert money.pence(given) == pence
