"""Saved views: one's own, and those that people of the same sites share."""

import pytest
from sqlalchemy import update

from core import clock, referral
from core.errors import Lacking, NotFound, NotNow, Refusal
from core.referral import Direction, View, Wanted
from core.work import work
from data.tables import account
from tests.referral.story import only_at

LATE = Wanted(Direction.INBOUND, due="late", typed="O'Brien & sons", owner="me")


def test_a_view_comes_back_as_it_was_kept(cast):
    id = referral.keep_view(cast.ana, "  Late ones ", LATE, ("due", "owner"))
    assert referral.views(cast.ana) == [View(id, "Late ones", LATE, ("due", "owner"), False, "")]


def test_one_can_be_renamed_renewed_and_deleted(cast):
    id = referral.keep_view(cast.ana, "Late ones", LATE)
    referral.change_view(cast.ana, id, "All late", shared=True)
    referral.renew_view(cast.ana, id, Wanted(stage="any"), ("stage",))
    assert referral.views(cast.ana) == [View(id, "All late", Wanted(stage="any"), ("stage",), True, "")]
    referral.drop_view(cast.ana, id)
    assert referral.views(cast.ana) == []


def test_no_two_of_one_person_have_the_same_name(cast):
    id = referral.keep_view(cast.ana, "Late", LATE)
    other = referral.keep_view(cast.ana, "Early", Wanted())
    for again in (
        lambda: referral.keep_view(cast.ana, "late", Wanted()),
        lambda: referral.change_view(cast.ana, other, "LATE", shared=False),
    ):
        with pytest.raises(Lacking, match="already"):
            again()
    referral.change_view(cast.ana, id, "LATE", shared=False)
    referral.keep_view(cast.ben, "Late", LATE)


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\x00b", "a\nb"])
def test_a_name_can_be_read(cast, name):
    with pytest.raises(Refusal):
        referral.keep_view(cast.ana, name, LATE)


def test_a_shared_one_is_offered_at_the_same_sites_and_nowhere_else(cast):
    id = referral.keep_view(cast.ana, "Late", LATE, shared=True)
    referral.keep_view(cast.ana, "My own", LATE)
    assert [(view.id, view.by) for view in referral.views(cast.ben)] == [(id, "Ana Costa")]
    assert referral.views(cast.dev) == []
    assert referral.views(only_at(cast.dev, [cast.york])) != []


def test_nobody_changes_the_view_of_another(cast):
    id = referral.keep_view(cast.ana, "Late", LATE, shared=True)
    for attempt in (
        lambda: referral.change_view(cast.ben, id, "Mine", shared=False),
        lambda: referral.renew_view(cast.ben, id, Wanted()),
        lambda: referral.drop_view(cast.ben, id),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert referral.views(cast.ana)[0].name == "Late"


def test_whoever_left_offers_nothing_any_more(cast):
    referral.keep_view(cast.ben, "Late", LATE, shared=True)
    assert referral.views(cast.ana)
    with work() as db:
        db.execute(update(account).where(account.c.id == cast.ben.account_id).values(disabled_at=clock.now()))
    assert referral.views(cast.ana) == []


def test_there_is_an_end_to_them(cast, monkeypatch):
    monkeypatch.setattr("core.referral.saved_views.MOST", 1)
    referral.keep_view(cast.ana, "One", LATE)
    with pytest.raises(NotNow, match="Delete one"):
        referral.keep_view(cast.ana, "Two", LATE)
