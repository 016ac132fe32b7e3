"""The patient's mails carry the visit: booked, moved under the same name, and taken out when cancelled."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from core import referral
from core.channel import Channel
from tests import make
from tests.referral.story import booked, inbound, step
from tests.world.drain import drain
from tests.world.post import letters


@pytest.fixture
def it(cast, today):
    """Iris, who agreed to e-mail, referred to Leeds."""
    agreed = {Channel.EMAIL: True}
    iris = make.patient("Iris Okafor", at=cast.leeds, email="iris@example.org", consents=agreed)
    return inbound(cast, patient_id=iris, referrer_provider_id=make.provider("Pennine Dental"))


def visits():
    """(method, event) of what her letters put into a calendar, oldest first."""
    drain()
    theirs = [letter for letter in letters() if "iris@example.org" in str(letter["To"])]
    read = [Calendar.from_ical(part.get_content()) for letter in theirs for part in letter.iter_attachments()]
    return [(one["method"], one.walk("VEVENT")[0]) for one in read]


def test_when_and_where_and_not_a_word_of_why(cast, it):
    seen = booked(cast, it, days=3).visits[0]
    ((method, event),) = visits()
    assert method == "REQUEST"
    assert event.decoded("dtstart") == seen.starts_at.replace(microsecond=0)
    assert str(event["summary"]) == "Appointment at Leeds Dental"
    assert "LS1 4AB" in event["location"]
    assert not {"endodontics", "pain", "okafor"} & set(event.to_ical().decode().casefold().split())


def test_moved_it_stands_at_the_new_time_under_the_same_name(cast, it):
    first = booked(cast, it, days=3).visits[0]
    drain()
    step(cast.ana, it, "reschedule", starts_at=first.starts_at + timedelta(days=1))
    (_, before), (method, after) = visits()
    assert method == "REQUEST"
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstart") - before.decoded("dtstart") == timedelta(days=1)


def test_cancelled_it_is_taken_out(cast, it):
    booked(cast, it, days=3)
    drain()
    step(cast.ana, it, "cancel_appointment", **cancelled(cast))
    (_, kept), (method, gone) = visits()
    assert method == "CANCEL"
    assert gone["uid"] == kept["uid"]
    assert gone["sequence"] > kept["sequence"]


def cancelled(cast):
    reason = next(one.code for one in referral.reasons(cast.ana, "cancel_appointment") if not one.ends_referral)
    return {"reason": reason, "comment": "The surgery is closed", "cancelled_by": referral.CancelledBy.CLINIC}
