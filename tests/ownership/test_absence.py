"""Away on whole days: said by oneself or by who manages one, seen beside the name, and over by itself."""

from datetime import timedelta

import pytest

from core import ownership, referral
from core.access import Role
from core.audit import timeline
from core.errors import Lacking, NotAllowed, NotNow
from core.ownership import Absence
from core.work import work
from tests.cast import actor


def away(today, days=5, stand_in=None):
    return Absence(from_on=today, until_on=today + timedelta(days=days), stand_in_id=stand_in and stand_in.account_id)


def names(cast):
    return [owner.called for owner in referral.owners(cast.ana, cast.leeds)]


def test_it_is_seen_beside_the_name_until_they_are_back(cast, today, clock):
    ownership.set_away(cast.ben, cast.ben.account_id, away(today))
    assert names(cast) == ["Ana Costa", "Ben Okafor (away until Sun 15 Mar)", "Mia Lund"]
    clock.forward(days=5)
    assert names(cast) == ["Ana Costa", "Ben Okafor", "Mia Lund"]
    assert ownership.absence(cast.ben, cast.ben.account_id).now is None


def test_who_manages_them_says_it_for_them_and_it_is_told(cast, today):
    ownership.set_away(cast.mia, cast.ben.account_id, away(today, stand_in=cast.ana))
    told = timeline(cast.adam, "account", cast.ben.account_id)[0]
    assert told.sentence == "Away from Tue 10 Mar until Sun 15 Mar, Ana Costa stands in"
    assert ownership.absence(cast.mia, cast.ben.account_id).now == away(today, stand_in=cast.ana)


def test_back_before_the_day(cast, today):
    with pytest.raises(NotNow):
        ownership.come_back(cast.ben, cast.ben.account_id)
    ownership.set_away(cast.ben, cast.ben.account_id, away(today))
    ownership.come_back(cast.ben, cast.ben.account_id)
    assert "Ben Okafor" in names(cast)
    assert timeline(cast.adam, "account", cast.ben.account_id)[0].sentence == "Away no longer"


@pytest.mark.parametrize(
    ("first", "back", "field"),
    [(None, 3, "from_on"), (0, None, "until_on"), (2, 2, "until_on"), (-9, -1, "until_on"), (0, 500, "until_on")],
)
def test_days_that_cannot_be_are_refused_by_their_field(cast, today, first, back, field):
    days = [today + timedelta(days=n) if n is not None else None for n in (first, back)]
    with pytest.raises(Lacking) as lacking:
        ownership.set_away(cast.ben, cast.ben.account_id, Absence(from_on=days[0], until_on=days[1]))
    assert list(lacking.value.fields) == [field]


def test_who_stands_in_is_a_colleague_at_the_same_site(cast, today):
    assert set(ownership.absence(cast.ben, cast.ben.account_id).colleagues.values()) == {"Ana Costa", "Mia Lund"}
    for stranger in (cast.dev, cast.cleo, cast.ben):
        with pytest.raises(Lacking, match="same site"):
            ownership.set_away(cast.ben, cast.ben.account_id, away(today, stand_in=stranger))


def test_nobody_else_says_it(cast, today):
    with work() as db:
        fay = actor(db, "Fay Desk", Role.FRONT_DESK, (cast.leeds,))
    for somebody in (cast.ana, cast.dev, fay):
        with pytest.raises(NotAllowed):
            ownership.set_away(somebody, cast.ben.account_id, away(today))
        with pytest.raises(NotAllowed):
            ownership.come_back(somebody, cast.ben.account_id)
