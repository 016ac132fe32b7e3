"""What goes quiet is brought to its owner, and further up until somebody has it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core import alert, audit, clock, referral
from core.access import machine
from core.errors import NotAllowed, NotFound, NotNow
from tests.alert.story import (
    HOUR,
    QUIET,
    STEP,
    at_once,
    between,
    jobs,
    later,
    mails,
    only,
    quiet,
    raised,
    story,
)
from tests.referral.story import inbound, step

pytestmark = pytest.mark.usefixtures("shipped")


def test_what_nobody_touched_for_a_fortnight_is_raised_once_and_brought_to_its_owner(cast):
    it = inbound(cast)
    jobs()
    for days in (13, 15, 15.1, 15.2):
        jobs(later(days=days))
    assert raised() == 1
    assert only(cast).what == QUIET
    assert story(cast, it) == [f"Alert: {QUIET}", "Alert brought to owner: Ana Costa"]
    assert [(one.name, one.level, one.way) for one in only(cast).told] == [("Ana Costa", "owner", "morning")]


def test_it_climbs_from_the_owner_to_the_manager_and_on_to_the_operator_each_a_working_day_after_the_one_below(cast):
    at_once(cast)
    it = quiet(cast)
    begun = later(days=15)
    between(begun, begun + timedelta(days=5), STEP)
    assert story(cast, it)[1:] == [
        "Alert brought to owner: Ana Costa",
        "Alert brought to manager: Mia Lund",
        "Alert brought to operator: Cleo Marsh",
    ]
    assert [to for to, _, _ in mails()] == ["Ana Costa", "Mia Lund", "Cleo Marsh"]
    owner, manager, operator = (when for _, _, when in mails())
    assert [round((above - below) / HOUR) for below, above in ((owner, manager), (manager, operator))] == [24, 24]
    assert only(cast).next_at is None


def test_i_have_it_stops_the_climb_and_is_seen_with_its_note(cast):
    at_once(cast)
    it = quiet(cast)
    with clock.telling(later(days=15, hours=1)):
        alert.acknowledge(cast.ana, only(cast).id, "Called, they ring back tomorrow")
    between(later(days=15, hours=2), later(days=19), STEP)
    assert [to for to, _, _ in mails()] == ["Ana Costa"]
    assert story(cast, it)[-1] == f"Alert acknowledged: {QUIET}"
    latest = audit.timeline(cast.ana, "referral", it)[0]
    assert (latest.actor, latest.comment) == ("Ana Costa", "Called, they ring back tomorrow")
    found = only(cast)
    assert (found.acknowledged_by, found.note) == ("Ana Costa", "Called, they ring back tomorrow")
    assert alert.waiting(cast.ana).mine == 0


def test_the_second_who_says_so_is_told_who_has_it(cast):
    quiet(cast)
    alert.acknowledge(cast.ana, only(cast).id)
    with pytest.raises(NotNow, match="Ana Costa has it already"):
        alert.acknowledge(cast.mia, only(cast).id)


def test_to_acknowledge_does_not_settle_only_doing_something_does(cast):
    it = quiet(cast)
    then = later(days=15, hours=1)
    with clock.telling(then):
        alert.acknowledge(cast.ana, only(cast).id)
    jobs(then)
    assert only(cast).settled_at is None
    with clock.telling(then):
        referral.note(cast.ana, it, "Spoke to the patient")
    jobs(then)
    assert alert.standing(cast.ana) == []
    assert story(cast, it)[-1] == f"Alert settled: {QUIET}"
    assert [one.what for one in alert.settled(cast.ana)] == [QUIET]
    with pytest.raises(NotNow, match="is settled"):
        alert.acknowledge(cast.ana, alert.settled(cast.ana)[0].id)


def test_what_is_settled_before_its_mail_leaves_is_not_mailed(cast):
    it = quiet(cast)
    assert mails() == []
    with clock.telling(later(days=15, hours=1)):
        referral.note(cast.ana, it, "Spoke to the patient")
    between(later(days=15, hours=2), later(days=17), STEP)
    assert mails() == []


def test_a_hold_lets_the_climb_wait(cast):
    at_once(cast)
    it = quiet(cast)
    with clock.telling(later(days=15, hours=1)):
        step(cast.ana, it, "hold", reason="hold.tests", until_on=later(days=40).date())
    between(later(days=15, hours=2), later(days=20), timedelta(hours=6))
    assert [to for to, _, _ in mails()] == ["Ana Costa"]


def test_hull_sees_nothing_of_leeds(cast):
    quiet(cast)
    number = only(cast).id
    for look in (alert.to_acknowledge, alert.standing, alert.settled):
        assert look(cast.dev) == []
        with pytest.raises(NotAllowed):
            look(cast.dev, cast.leeds)
    assert alert.waiting(cast.dev) == alert.Waiting(0, 0, None)
    assert alert.of(cast.dev, only(cast).referral_id) == []
    with pytest.raises(NotFound):
        alert.acknowledge(cast.dev, number)


def test_an_operator_sees_that_something_is_late_and_nobodys_name(cast):
    it = quiet(cast)
    (found,) = alert.standing(cast.cleo)
    assert found.patient == ""
    assert found.reference == referral.one(cast.ana, it).now.reference
    assert only(cast).patient == "Iris Okafor"
    alert.acknowledge(cast.cleo, found.id, "I ring the manager")
    assert only(cast).acknowledged_by == "Cleo Marsh"


def test_an_admin_has_no_alerts_and_only_people_take_them_on(cast):
    quiet(cast)
    with pytest.raises(NotAllowed):
        alert.waiting(cast.adam)
    with pytest.raises(NotAllowed):
        alert.acknowledge(cast.adam, only(cast).id)
    with pytest.raises(NotNow):
        alert.acknowledge(machine("job:x"), only(cast).id)


def test_only_the_jobs_process_looks_tells_and_mails(cast):
    for command in (alert.note_stalled, alert.climb, alert.send_mails):
        with pytest.raises(NotAllowed):
            command(cast.mia)


def test_mine_is_what_i_was_told_of_or_own(cast):
    quiet(cast)
    assert [one.patient for one in alert.to_acknowledge(cast.ana)] == ["Iris Okafor"]
    assert alert.to_acknowledge(cast.mia) == []
    assert alert.waiting(cast.mia).all == 1
    assert alert.waiting(cast.ana).mine == 1
    elsewhere = replace(cast.ana, sites=frozenset({cast.hull}))
    assert alert.to_acknowledge(elsewhere) == []
