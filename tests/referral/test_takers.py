"""Whom a referral may be given to, by the person who looks at it."""

import pytest

from core import referral
from core.errors import NotAllowed, NotFound, NotNow
from tests.referral.story import inbound


def takers(actor, id):
    return [owner and owner.name for owner in referral.takers(actor, referral.one(actor, id).now)]


def test_a_coordinator_may_take_it_first_of_all_and_give_it_to_anybody_there(cast):
    id = inbound(cast, by=cast.ben)
    assert takers(cast.ana, id) == ["Ana Costa", "Mia Lund", None]


def test_whoever_may_not_assign_takes_what_nobody_has_and_nothing_else(cast):
    id = inbound(cast)
    assert takers(cast.ben, id) == []
    referral.assign(cast.ana, id, None, None)
    assert takers(cast.ben, id) == ["Ben Okafor"]
    referral.assign(cast.ben, id, None, cast.ben.account_id)
    assert referral.one(cast.ana, id).owner == "Ben Okafor"


def test_what_nobody_has_cannot_go_back_to_the_pool(cast):
    id = inbound(cast)
    referral.assign(cast.ana, id, None, None)
    assert None not in takers(cast.ana, id)


def test_dev_is_offered_nobody(cast):
    id = inbound(cast)
    assert referral.takers(cast.dev, referral.one(cast.ana, id).now) == []


def test_whoever_owns_it_may_give_it_away(cast):
    id = inbound(cast, by=cast.ben)
    assert takers(cast.ben, id) == ["Ana Costa", "Mia Lund", None]
    referral.assign(cast.ben, id, None, cast.mia.account_id)
    assert takers(cast.ben, id) == []
    with pytest.raises(NotAllowed):
        referral.assign(cast.ben, id, None, cast.ben.account_id)


def test_it_is_given_only_to_those_who_work_there_and_may_handle_it(cast):
    id = inbound(cast)
    for stranger in (cast.dev, cast.cleo, cast.adam):
        with pytest.raises(NotFound):
            referral.assign(cast.ana, id, None, stranger.account_id)


def test_nothing_is_told_when_nothing_changes(cast):
    id = inbound(cast)
    with pytest.raises(NotNow, match="Ana Costa owns it already"):
        referral.assign(cast.ana, id, None, cast.ana.account_id)
    referral.assign(cast.ana, id, None, None)
    with pytest.raises(NotNow, match="pool already"):
        referral.assign(cast.ana, id, None, None)
