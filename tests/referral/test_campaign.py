"""Campaigns: who sets one, which referrals may have come of it, and how that is corrected."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core import audit, clock, referral
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow
from core.referral import NewCampaign, Source
from tests.referral.story import inbound, step

TODAY = date(2026, 3, 10)


def new(name="Straight teeth in spring", source="campaign", **more):
    """As the marketing meeting wrote it down."""
    return NewCampaign(**{"name": name, "source": source, "began_on": TODAY - timedelta(days=30), **more})


def of_campaign(cast, campaign_id, source=Source.CAMPAIGN, **more):
    return inbound(cast, source=source, campaign_id=campaign_id, referrer_provider_id=None, **more)


@pytest.fixture
def spring(cast, today):
    """The whole group's, at no cost that anybody knows."""
    return referral.add_campaign(cast.cleo, new())


def test_a_referral_says_which_campaign_it_came_of(cast, spring):
    found = referral.one(cast.ana, of_campaign(cast, spring))
    assert (found.campaign_id, found.campaign) == (spring, "Straight teeth in spring")
    assert [each.has_come for each in referral.campaigns(cast.ana)] == [True]


def test_the_form_offers_what_runs_for_that_source_at_that_site_on_that_day(cast, spring):
    leeds = referral.add_campaign(cast.mia, new("Leeds by night", "website", site_id=cast.leeds))
    over = referral.add_campaign(cast.mia, new("Old leaflet", site_id=cast.leeds, ended_on=TODAY - timedelta(days=5)))
    offered = lambda source, site, on=TODAY: set(referral.running(cast.ana, source, site, on))  # noqa: E731
    assert offered(Source.CAMPAIGN, cast.leeds) == {spring, over}, "a leaflet is kept for a while"
    assert offered(Source.CAMPAIGN, cast.leeds, TODAY + timedelta(days=120)) == {spring}
    assert offered(Source.CAMPAIGN, cast.leeds, TODAY - timedelta(days=31)) == set()
    assert offered(Source.CAMPAIGN, cast.york) == {spring}
    assert offered(Source.WEBSITE, cast.leeds) == {leeds}
    assert offered(Source.PROVIDER, cast.leeds) == set()


@pytest.mark.parametrize("source", [Source.WEBSITE, Source.SELF])
def test_it_cannot_have_come_of_a_campaign_of_another_source(cast, spring, source):
    with pytest.raises(Lacking, match="Choose a campaign of this source") as refused:
        of_campaign(cast, spring, source)
    assert set(refused.value.fields) == {"campaign"}


def test_nor_of_one_that_runs_elsewhere_or_has_not_begun_or_is_none_at_all(cast, today):
    york = referral.add_campaign(cast.cleo, new(site_id=cast.york))
    later = referral.add_campaign(cast.cleo, new("Later", began_on=TODAY + timedelta(days=9)))
    for campaign_id in (york, later, 404):
        with pytest.raises(Lacking):
            of_campaign(cast, campaign_id)


def test_the_day_it_was_received_counts_and_not_the_day_it_was_typed_in(cast, spring):
    with pytest.raises(Lacking):
        of_campaign(cast, spring, received_at=clock.now() - timedelta(days=40))
    assert of_campaign(cast, spring, received_at=clock.now() - timedelta(days=20))


def test_what_it_came_of_is_put_right_later_and_told_by_name(cast, spring):
    other = referral.add_campaign(cast.cleo, new("Open evening"))
    number = of_campaign(cast, spring)
    referral.change(cast.ana, number, None, {"campaign_id": other})
    assert referral.one(cast.ana, number).campaign == "Open evening"
    told = audit.timeline(cast.ana, "referral", number)[0]
    assert told.words["campaign_id_was"] == "Straight teeth in spring"
    assert told.words["campaign_id_is"] == "Open evening"
    referral.change(cast.ana, number, None, {"campaign_id": None})
    assert referral.one(cast.ana, number).campaign == ""


def test_a_correction_is_held_to_the_same(cast, spring):
    website = referral.add_campaign(cast.cleo, new("Adverts", "website"))
    number = of_campaign(cast, spring)
    with pytest.raises(Lacking, match="Choose a campaign"):
        referral.change(cast.ana, number, None, {"campaign_id": website})


def test_once_it_is_closed_it_stays(cast, spring):
    number = of_campaign(cast, spring)
    step(cast.ana, number, "decline", reason="decline.no_capacity")
    with pytest.raises(NotNow, match="closed"):
        referral.change(cast.ana, number, None, {"campaign_id": None})


def test_what_comes_from_a_practice_bears_no_campaign(cast, spring):
    with pytest.raises(Lacking):
        inbound(cast, campaign_id=spring)


def test_a_manager_sets_those_of_their_own_sites_and_an_operator_any(cast, today):
    referral.add_campaign(cast.mia, new(site_id=cast.leeds))
    referral.add_campaign(cast.cleo, new("All of us"))
    with pytest.raises(NotAllowed, match="answers for every site"):
        referral.add_campaign(cast.mia, new("Mine for all"))
    for actor, at in ((cast.mia, cast.hull), (cast.ana, cast.leeds), (cast.dev, cast.hull), (cast.adam, None)):
        with pytest.raises(NotAllowed):
            referral.add_campaign(actor, new("Not theirs", site_id=at))


def test_dev_sees_nothing_of_leeds(cast, spring):
    leeds = referral.add_campaign(cast.mia, new("Leeds only", site_id=cast.leeds))
    of_campaign(cast, leeds)
    with pytest.raises(NotAllowed):
        referral.campaigns(cast.dev)
    with pytest.raises(NotAllowed):
        referral.running(cast.dev, Source.CAMPAIGN, cast.leeds, TODAY)
    there = replace(cast.mia, sites=frozenset({cast.hull}))
    assert [(each.name, each.has_come) for each in referral.campaigns(there)] == [("Straight teeth in spring", False)]
    with pytest.raises(NotFound):
        referral.change_campaign(there, leeds, 1, new("Theirs", site_id=cast.hull))


def test_it_is_put_differently_by_one_person_at_a_time(cast, spring):
    cheap = new(cost=64_000_00, ended_on=TODAY)
    referral.change_campaign(cast.cleo, spring, 1, cheap)
    (found,) = referral.campaigns(cast.cleo)
    assert (found.cost, found.ended_on, found.version) == (64_000_00, TODAY, 2)
    with pytest.raises(Changed):
        referral.change_campaign(cast.cleo, spring, 1, new("Another"))


def test_whose_it_is_stays_once_somebody_came(cast, today):
    leeds = referral.add_campaign(cast.mia, new(site_id=cast.leeds))
    of_campaign(cast, leeds)
    with pytest.raises(NotNow, match="its source and its site stay"):
        referral.change_campaign(cast.cleo, leeds, 1, new(site_id=cast.york))
    with pytest.raises(NotNow, match="it ended instead"):
        referral.drop_campaign(cast.mia, leeds, 1)


def test_one_that_nobody_came_of_can_go(cast, spring):
    referral.drop_campaign(cast.cleo, spring, 1)
    assert referral.campaigns(cast.cleo) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "straight TEETH in spring"}, "name"),
        ({"source": "provider"}, "source"),
        ({"source": "nonsense"}, "source"),
        ({"began_on": None}, "began_on"),
        ({"ended_on": date(2020, 1, 1)}, "ended_on"),
        ({"cost": -1}, "cost"),
        ({"cost": 10**9 + 1}, "cost"),
    ],
)
def test_what_cannot_be_is_said_field_by_field(cast, spring, wrong, field):
    with pytest.raises(Lacking) as refused:
        referral.add_campaign(cast.cleo, new(**{"name": "Another", **wrong}))
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    "name", ["<b>Sale</b> & more", "=1+1", "春のキャンペーン", "**bold** [link](x)", "O’Hara’s “5” %s"]
)
def test_a_name_stays_as_it_was_written(cast, today, name):
    campaign_id = referral.add_campaign(cast.cleo, new(name))
    assert referral.one(cast.ana, of_campaign(cast, campaign_id)).campaign == name
