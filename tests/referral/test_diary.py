"""The day list and the month: every visit of one's sites on its local day, also where our patients go elsewhere."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import update

from core import clock, referral
from core.directory import NewClinician, write_clinician
from core.errors import NotAllowed
from core.referral.diary import Wanted
from core.referral.words import CancelledBy
from core.work import work
from data.tables import appointment, site
from tests import make
from tests.referral.story import booked, inbound, outbound, step
from tests.world.noted import noted


def times(visits):
    return [(visit.patient, f"{visit.starts_at:%H:%M}", visit.state) for visit in visits]


def book(cast, id, at):
    step(cast.ana, id, "accept")
    step(cast.ana, id, "book", starts_at=at)
    return id


@pytest.fixture
def nine(today):
    return datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def test_a_day_is_in_order_of_time_with_what_is_to_be_prepared(cast, nine):
    book(cast, inbound(cast, needs="Interpreter, Polish", teeth="36"), nine + timedelta(hours=2))
    book(cast, inbound(cast, patient_id=make.patient("Rose Tyler", at=cast.leeds)), nine)
    first, second = referral.diary(cast.ben, nine.date())
    assert times([first, second]) == [("Rose Tyler", "09:00", "booked"), ("Iris Okafor", "11:00", "booked")]
    assert (second.needs, second.teeth) == ("Interpreter, Polish", "36")
    assert second.why.startswith("Pain on biting")
    assert (first.place, first.stage, first.outside) == ("Leeds Dental", "Booked", False)


def test_a_patient_of_ours_who_goes_elsewhere_stands_there_too(cast, nine):
    book(cast, outbound(cast), nine)
    (visit,) = referral.diary(cast.ana, nine.date())
    assert (visit.patient, visit.place, visit.outside) == ("Tom O'Brien", "Aire Oral Surgery", True)


def test_what_was_moved_stands_where_it_is_now_and_what_was_cancelled_is_seen_and_not_counted(cast, nine):
    first = book(cast, inbound(cast), nine)
    step(cast.ana, first, "reschedule", starts_at=nine + timedelta(days=1))
    second = book(cast, inbound(cast, patient_id=make.patient("Rose Tyler", at=cast.leeds)), nine)
    reason = next(one.code for one in referral.reasons(cast.ana, "cancel_appointment") if not one.ends_referral)
    step(cast.ana, second, "cancel_appointment", reason=reason, comment="Closed", cancelled_by=CancelledBy.CLINIC)
    assert times(referral.diary(cast.ana, nine.date())) == [("Rose Tyler", "09:00", "cancelled")]
    assert times(referral.diary(cast.ana, nine.date() + timedelta(days=1))) == [("Iris Okafor", "09:00", "booked")]
    assert referral.month(cast.ana, nine.date().replace(day=1)) == {nine.date() + timedelta(days=1): 1}


def test_an_evening_visit_belongs_to_its_local_day(cast, today):
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.leeds).values(time_zone="America/New_York"))
    late = datetime(2026, 3, 13, 1, 30, tzinfo=UTC)
    book(cast, inbound(cast), late)
    assert len(referral.diary(cast.ana, late.date() - timedelta(days=1))) == 1
    assert referral.diary(cast.ana, late.date()) == []
    assert referral.month(cast.ana, late.date().replace(day=1)) == {late.date() - timedelta(days=1): 1}


def test_today_is_the_day_that_it_is_at_each_site(cast, today):
    """In the evening of Thursday in Leeds it is Friday in Auckland already."""
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.york).values(time_zone="Pacific/Auckland"))
    evening = datetime(2026, 3, 12, 20, 0, tzinfo=UTC)
    book(cast, inbound(cast), evening - timedelta(hours=8))
    for later in (-10, 2):
        who = make.patient(f"Rose Tyler {later}", at=cast.york)
        book(cast, inbound(cast, site_id=cast.york, patient_id=who), evening + timedelta(hours=later))
    with clock.telling(evening):
        assert times(referral.today(cast.ana)) == [
            ("Iris Okafor", "12:00", "booked"),
            ("Rose Tyler 2", "22:00", "booked"),
        ]
        assert times(referral.today(cast.ana, Wanted(site=cast.york))) == [("Rose Tyler 2", "22:00", "booked")]
        assert referral.today(cast.dev) == []


def test_the_month_ends_with_its_last_local_day(cast, today):
    last = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    book(cast, inbound(cast), last)
    book(cast, inbound(cast, patient_id=make.patient("Rose Tyler", at=cast.leeds)), last + timedelta(hours=1))
    march, april = datetime(2026, 3, 1, tzinfo=UTC).date(), datetime(2026, 4, 1, tzinfo=UTC).date()
    assert referral.month(cast.ana, march) == {march.replace(day=31): 1}
    assert referral.month(cast.ana, april) == {april: 1}


def test_one_site_or_one_clinician(cast, nine):
    with work() as db:
        lee = write_clinician(db, NewClinician(name="Dr Lee"), site_id=cast.leeds)
    id = book(cast, inbound(cast), nine)
    with work() as db:
        db.execute(update(appointment).where(appointment.c.referral_id == id).values(clinician_id=lee))
    book(cast, outbound(cast), nine)
    assert len(referral.diary(cast.ana, nine.date(), Wanted(site=cast.leeds))) == 2
    assert referral.diary(cast.ana, nine.date(), Wanted(site=cast.york)) == []
    (visit,) = referral.diary(cast.ana, nine.date(), Wanted(clinician=lee))
    assert visit.clinician == "Dr Lee"


def test_dev_sees_no_visit_of_leeds_and_an_operator_none_at_all(cast, nine):
    book(cast, inbound(cast), nine), book(cast, outbound(cast), nine)
    assert referral.diary(cast.dev, nine.date()) == []
    assert referral.month(cast.dev, nine.date().replace(day=1)) == {}
    for somebody in (cast.cleo, cast.adam):
        with pytest.raises(NotAllowed):
            referral.diary(somebody, nine.date())
        with pytest.raises(NotAllowed):
            referral.month(somebody, nine.date())


def test_each_asks_the_database_once(cast, nine):
    book(cast, inbound(cast), nine)
    with noted() as asked:
        referral.diary(cast.ana, nine.date())
        referral.month(cast.ana, nine.date().replace(day=1))
    assert len(asked) == 2


def test_a_day_is_a_file_for_a_calendar(cast, nine):
    id = book(cast, inbound(cast), nine)
    file = referral.published([visit.entry() for visit in referral.diary(cast.ana, nine.date())])
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    assert event.decoded("dtstart") == nine
    assert str(event["url"]).endswith(f"/referral?id={id}")
    assert "Pain" not in file


def test_only_what_has_come_can_be_answered(cast, today):
    seen = booked(cast, inbound(cast), days=2)
    day = seen.visits[0].starts_at.date()
    assert [visit.over for visit in referral.diary(cast.ana, day)] == [False]


def test_the_visit_of_one_referral_is_for_who_may_see_it(cast, nine):
    id = inbound(cast)
    assert referral.booked(cast.ana, id) is None
    book(cast, id, nine)
    visit = referral.booked(cast.ben, id)
    assert visit is not None
    assert visit.starts_at == nine
    assert referral.booked(cast.dev, id) is None
