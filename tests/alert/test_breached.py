"""A deadline that breaks is one alert; doing what was due settles it, and putting it off does not."""

from datetime import timedelta

import pytest

from core import alert, clock, referral
from core.access import machine
from core.alert import Raising
from core.audit import About
from core.errors import Refusal
from core.referral import Urgency
from core.rule.actions import check
from core.rule.model import parse
from core.work import work
from tests.alert.story import at_once, jobs, later, mails, only, raised, settle, story
from tests.referral.story import inbound, outbound, step

CLOCKS = machine("job:clocks")


pytestmark = pytest.mark.usefixtures("shipped")


def tick(now):
    """The clocks are looked at, and what follows is done."""
    with clock.telling(now):
        referral.tell_due(CLOCKS)
    jobs(now)


def late(cast, **more):
    """A referral whose acknowledgement is late by now, eight days on."""
    it = inbound(cast, **more)
    settle()
    for days in (2, 6, 7, 8):
        tick(later(days=days))
    return it


def test_one_breach_is_one_alert_however_often_the_clocks_are_looked_at(cast):
    it = late(cast)
    assert raised() == 1
    found = only(cast)
    assert (found.kind, found.what, found.referral_id) == ("breached", "Acknowledgement", it)
    assert found.due_at == referral.one(cast.ana, it).due_at
    assert story(cast, it)[:2] == ["Alert: Acknowledgement", "Alert brought to owner: Ana Costa"]


def test_it_is_said_in_words_how_late_it_is(cast):
    late(cast)
    found = only(cast)
    said = alert.spoken(found.kind, found.what, found.due_at, found.due_at + timedelta(days=3), found.zone)
    assert said == "Acknowledgement: 3 days late"


def test_the_step_that_was_due_settles_it(cast):
    it = late(cast)
    with clock.telling(later(days=9)):
        step(cast.ana, it, "acknowledge")
    tick(later(days=9))
    assert alert.standing(cast.ana) == []
    assert story(cast, it)[-1] == "Alert settled: Acknowledgement"


def test_a_note_or_a_hold_does_not(cast):
    it = late(cast)
    with clock.telling(later(days=9)):
        referral.note(cast.ana, it, "Rang them")
        step(cast.ana, it, "hold", reason="hold.tests", until_on=later(days=20).date())
    tick(later(days=9))
    assert only(cast).settled_at is None


def test_the_next_stage_that_is_late_is_an_alert_of_its_own(cast):
    it = late(cast)
    with clock.telling(later(days=9)):
        step(cast.ana, it, "acknowledge")
    for days in (9, 40, 70):
        tick(later(days=days))
    assert [one.what for one in alert.standing(cast.ana) if one.kind == "breached"] == ["Decision"]
    assert [one.what for one in alert.settled(cast.ana)] == ["Acknowledgement"]


def test_another_deadline_that_is_not_over_yet_begins_anew(cast):
    it = late(cast)
    with clock.telling(later(days=9)):
        step(cast.ben, it, "accept")
    tick(later(days=9))
    assert alert.standing(cast.ana) == []


def test_an_urgent_breach_is_mailed_at_once_by_day(cast):
    at_once(cast)
    it = outbound(cast, urgency=Urgency.URGENT)
    settle()
    for hours in (47, 49, 72):
        tick(later(hours=hours))
    reference = referral.one(cast.ana, it).now.reference
    assert mails()[0][:2] == ("Ana Costa", f"Acknowledgement: {reference} at Leeds Dental")


def test_two_rules_on_one_event_are_one_alert(cast):
    late(cast)
    found = only(cast)
    again = Raising(1, alert.Cause.OTHER, About("referral", found.referral_id, found.site_id), "Again")
    with work() as db:
        first = alert.raise_alert(db, machine("rule:one"), again)
        assert first is not None
        assert alert.raise_alert(db, machine("rule:two"), again) is None
    assert raised() == 2


@pytest.mark.parametrize(
    ("when", "action"),
    [
        ("referral:missed", {"do": "escalate", "first": "boss"}),
        ("account:signed_in", {"do": "escalate"}),
        ("alert:raised", {"do": "escalate"}),
    ],
)
def test_a_rule_that_alerts_nobody_or_to_nothing_is_refused(when, action):
    with pytest.raises(Refusal):
        check(parse("bad", "A bad rule", when, [], [action]))


def test_a_rule_may_begin_with_the_manager(cast):
    rule = parse("to-manager", "Missed twice", "referral:missed", [], [{"do": "escalate", "first": "manager"}])
    check(rule)
    it = inbound(cast)
    settle()
    asked = Raising(1, alert.Cause.OTHER, About("referral", it, cast.leeds), rule.label, first=alert.Level.MANAGER)
    with work() as db:
        alert.raise_alert(db, machine("rule:to-manager"), asked)
    jobs()
    assert story(cast, it)[-1] == "Alert brought to manager: Mia Lund"
