"""When a referral counts as stalled, and what ends that."""

import pytest

from core import alert, clock, referral
from core.access import machine
from core.referral import Urgency
from tests.alert.story import jobs, later, quiet, raised
from tests.referral.story import booked, inbound, internal, outbound, step

pytestmark = pytest.mark.usefixtures("shipped")


def test_a_new_quiet_spell_is_a_new_alert(cast):
    it = quiet(cast)
    with clock.telling(later(days=16)):
        referral.note(cast.ana, it, "Spoke to the patient")
    jobs(later(days=16))
    jobs(later(days=29))
    assert raised() == 1
    jobs(later(days=31))
    assert raised() == 2


@pytest.mark.parametrize(
    ("urgency", "days"),
    [(Urgency.ROUTINE, 14), (Urgency.SOON, 10), (Urgency.URGENT, 5), (Urgency.SUSPECTED_CANCER, 3)],
)
def test_the_more_urgent_the_sooner_it_is_stalled(cast, urgency, days):
    inbound(cast, urgency=urgency)
    jobs()
    jobs(later(days=days - 0.1))
    assert raised() == 0
    jobs(later(days=days + 0.1))
    assert raised() == 1


def test_what_waits_for_a_moment_that_somebody_set_is_not_quiet(cast):
    held, seen, listed = (inbound(cast), outbound(cast), internal(cast))
    step(cast.ana, held, "hold", reason="hold.tests", until_on=later(days=60).date())
    booked(cast, seen, days=60)
    step(cast.ana, listed, "acknowledge")
    step(cast.ana, listed, "waitlist")
    jobs()
    jobs(later(days=59))
    assert raised() == 0


def test_after_the_visit_quiet_begins(cast):
    booked(cast, inbound(cast), days=20)
    jobs()
    jobs(later(days=33))
    assert raised() == 0
    jobs(later(days=35))
    assert raised() == 1


def test_a_visit_that_was_called_off_is_waited_for_no_longer(cast):
    it = inbound(cast)
    booked(cast, it, days=60)
    step(cast.ana, it, "cancel_appointment", reason="cancel_appointment.clinic_cancelled", cancelled_by="clinic")
    jobs()
    jobs(later(days=15))
    assert raised() == 1


def test_after_a_hold_has_ended_by_itself_the_quiet_begins_anew(cast):
    it = inbound(cast)
    step(cast.ana, it, "hold", reason="hold.tests", until_on=later(days=40).date())
    jobs()
    with clock.telling(later(days=41)):
        assert referral.end_holds(machine("job:holds")) == 1
    jobs(later(days=41))
    jobs(later(days=54))
    assert raised() == 0
    jobs(later(days=56))
    assert raised() == 1


def test_what_baton_does_by_itself_is_no_activity(cast):
    inbound(cast, urgency=Urgency.URGENT)
    jobs()
    with clock.telling(later(days=3)):
        referral.tell_due(machine("job:clocks"))
    jobs(later(days=3))
    jobs(later(days=6))
    assert [one.kind for one in alert.standing(cast.ana)] == ["breached", "stalled"]


def test_closing_settles_it(cast):
    it = quiet(cast)
    with clock.telling(later(days=16)):
        step(cast.ana, it, "decline", reason="decline.no_capacity")
    jobs(later(days=16))
    assert alert.standing(cast.ana) == []
