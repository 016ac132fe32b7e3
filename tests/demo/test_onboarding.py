"""What the demo group's clinics are onboarded with fits the clinics that it has."""

from core.demo import facts
from core.demo.furnish.providers import requirement
from core.directory import Specialty


def test_the_terms_name_clinics_that_take_referrals_and_pay_as_these_do():
    told = facts.onboarding()
    taking = {each.new.name: each.new.offers for each in facts.practices() if each.new.offers}
    for names in (told.practices, *told.preferred.values(), *told.hidden.values()):
        assert set(names) <= set(taking)
    assert {offer.funding for offers in taking.values() for offer in offers} <= set(told.terms)


def test_what_they_ask_for_can_be_asked():
    told = facts.onboarding()
    for specialty, asks in told.asks.items():
        for given in asks:
            assert requirement(given, Specialty(specialty)).checked()["specialty"] == specialty
    assert {each for several in told.sites.values() for each in several} <= set(told.asks)
    assert set(told.sites) <= {place.code for place in (each.new for each in facts.places())}
