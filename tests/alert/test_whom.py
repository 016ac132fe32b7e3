"""Who is told at each level, and what becomes of an alert that nobody can be told of."""

from datetime import timedelta

import pytest

from core import alert, audit, clock
from core.access import Role
from core.work import work
from tests.alert.story import (
    STEP,
    at_once,
    between,
    jobs,
    later,
    mails,
    only,
    quiet,
    set_account,
    story,
)
from tests.cast import actor
from tests.referral.story import inbound, internal

pytestmark = pytest.mark.usefixtures("shipped")


def test_without_an_owner_the_sites_team_is_told_but_not_its_manager(cast):
    it = internal(cast)
    jobs()
    jobs(later(days=15))
    assert story(cast, it)[1] == "Alert brought to the site’s team: Ana Costa, Ben Okafor"


def test_who_is_away_is_passed_over_for_who_stands_in(cast):
    away = {"away_from_on": later(days=10).date(), "away_until_on": later(days=30).date()}
    set_account(cast.ana, **away, stand_in_id=cast.ben.account_id)
    it = quiet(cast)
    assert story(cast, it)[1] == "Alert brought to owner: Ben Okafor for Ana Costa"
    assert [one.name for one in only(cast).told] == ["Ben Okafor"]


def test_without_anybody_to_tell_it_goes_up_a_level_and_says_so(cast):
    set_account(cast.ana, email="")
    it = quiet(cast)
    entry = audit.timeline(cast.ana, "referral", it)[0]
    assert entry.sentence == "Alert brought to manager: Mia Lund"
    assert entry.comment == "Ana Costa has no e-mail address."


def test_a_stand_in_who_is_away_too_does_not_help(cast):
    away = {"away_from_on": later(days=10).date(), "away_until_on": later(days=30).date()}
    set_account(cast.ana, **away, stand_in_id=cast.ben.account_id)
    set_account(cast.ben, **away, stand_in_id=cast.ana.account_id)
    it = quiet(cast)
    assert story(cast, it)[1] == "Alert brought to manager: Mia Lund"


def test_at_the_top_without_anybody_that_is_said_once_and_it_stays_in_sight(cast):
    for who in (cast.ana, cast.mia, cast.cleo):
        set_account(who, email="")
    it = quiet(cast)
    between(later(days=15), later(days=18), timedelta(hours=6))
    assert story(cast, it)[1:] == ["Alert brought to nobody"]
    assert [one.id for one in alert.standing(cast.mia)] == [only(cast).id]
    assert mails() == []


def test_nobody_is_told_twice_of_one_alert(cast):
    """The manager owns it, so at the managers' level there is nobody left to tell."""
    at_once(cast)
    it = inbound(cast, by=cast.mia)
    jobs()
    between(later(days=15), later(days=19), STEP)
    assert [to for to, _, _ in mails()] == ["Mia Lund", "Cleo Marsh"]
    assert audit.timeline(cast.ana, "referral", it)[0].comment == "There is no other manager here."


def test_a_manager_of_every_site_hears_of_each(cast):
    with work() as db:
        nia = actor(db, "Nia Everywhere", Role.MANAGER, (), every_site=True)
    set_account(cast.ana, email="")
    it = quiet(cast)
    assert story(cast, it)[1] == "Alert brought to manager: Mia Lund, Nia Everywhere"
    assert nia.every_site


def test_a_disabled_account_is_not_told(cast):
    quiet(cast)
    set_account(cast.ana, disabled_at=clock.now())
    between(later(days=15), later(days=17), timedelta(hours=6))
    assert "Ana Costa" not in [to for to, _, _ in mails()]


def test_an_address_that_no_mail_can_be_sent_to_holds_up_nobody_else(cast):
    at_once(cast)
    set_account(cast.ana, email="not an address")
    inbound(cast)
    inbound(cast, by=cast.ben)
    jobs()
    between(later(days=15), later(days=16), STEP)
    assert [to for to, _, _ in mails()] == ["Ben Okafor", "Mia Lund"]
