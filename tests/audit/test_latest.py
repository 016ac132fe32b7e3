"""What changed lately, as the day's first page tells it."""

from datetime import timedelta

import pytest

from core import audit, clock, referral
from core.errors import NotAllowed
from tests.referral.story import inbound, internal, only_at, step


@pytest.fixture
def yesterday():
    return clock.now() - timedelta(days=1)


def told(actor, since):
    return [(one.patient, one.entry.sentence) for one in audit.latest(actor, since)]


def test_what_others_did_is_told_and_not_what_oneself_did(cast, yesterday):
    id = inbound(cast)
    step(cast.ben, id, "accept")
    assert told(cast.ana, yesterday) == [("Iris Okafor", "Accepted")]
    assert [sentence for _, sentence in told(cast.ben, yesterday)] == ["Received from Pennine Dental"]


def test_what_happened_earlier_is_not_news(cast):
    inbound(cast)
    assert told(cast.mia, clock.now() + timedelta(seconds=1)) == []


def test_both_sites_of_an_internal_referral_hear_of_it(cast, yesterday):
    internal(cast)
    assert len(told(cast.mia, yesterday)) == 1
    assert len(told(only_at(cast.mia, [cast.york]), yesterday)) == 1


def test_dev_of_another_site_hears_nothing(cast, yesterday):
    inbound(cast)
    internal(cast)
    assert told(cast.dev, yesterday) == []


def test_an_operator_who_reads_no_referrals_hears_nothing(cast, yesterday):
    with pytest.raises(NotAllowed):
        audit.latest(cast.cleo, yesterday)


def test_the_standing_counts_what_is_not_sealed_yet(cast):
    before = audit.standing(cast.mia)
    referral.note(cast.ana, inbound(cast), "Called back")
    after = audit.standing(cast.mia)
    assert after.sealed == before.sealed
    assert after.younger > before.younger
    with pytest.raises(NotAllowed):
        audit.standing(cast.ana)
