"""No mail leaves at night or on a closed day, and the morning mail on mornings on which the site is open."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.alert import Level, Quiet, Rung, Way
from core.alert.ladder import Ladder, Patience
from core.alert.quiet import later, next_morning, not_before
from core.alert.stored import shipped
from core.directory import Calendar, Urgency
from core.errors import Lacking

LONDON = Calendar("Europe/London", holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
QUIET = Quiet()


def at(text, zone="Europe/London"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("when", "leaves"),
    [
        ("2026-03-10 07:30", "2026-03-10 07:30"),
        ("2026-03-10 18:59", "2026-03-10 18:59"),
        ("2026-03-10 19:00", "2026-03-11 07:30"),
        ("2026-03-10 23:59", "2026-03-11 07:30"),
        ("2026-03-11 00:00", "2026-03-11 07:30"),
        ("2026-03-11 07:29", "2026-03-11 07:30"),
        ("2026-03-13 20:00", "2026-03-16 07:30"),
        ("2026-03-14 12:00", "2026-03-16 07:30"),
        ("2026-12-24 20:00", "2026-12-29 07:30"),
        ("2026-03-28 23:00", "2026-03-30 07:30"),
        ("2026-10-24 23:00", "2026-10-26 07:30"),
    ],
)
def test_a_mail_of_its_own_leaves_by_day(when, leaves):
    """Over weekends, holidays and both changes of the clock."""
    assert not_before(at(when), Urgency.ROUTINE, QUIET, LONDON) == at(leaves)


def test_all_year_round_it_leaves_by_day_or_waits_for_the_next_morning():
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    while moment.year == 2026:
        leaves = not_before(moment, Urgency.SOON, QUIET, LONDON)
        there = leaves.astimezone(ZoneInfo("Europe/London"))
        assert leaves >= moment
        assert QUIET.ends <= there.hour * 60 + there.minute < QUIET.begins
        assert LONDON.open_on(there.date())
        assert leaves == moment or (there.hour, there.minute) == (7, 30)
        moment += timedelta(minutes=397)


def test_what_wakes_is_not_bound_by_the_night():
    wakes = Quiet(wakes=frozenset({Urgency.SUSPECTED_CANCER}))
    night = at("2026-03-14 03:00")
    assert not_before(night, Urgency.SUSPECTED_CANCER, wakes, LONDON) == night
    assert not_before(night, Urgency.URGENT, wakes, LONDON) > night
    assert not_before(night, Urgency.SUSPECTED_CANCER, QUIET, LONDON) > night, "unless somebody says so"


def test_where_closed_days_are_not_quiet_a_saturday_is_a_day_like_any():
    assert not_before(at("2026-03-14 12:00"), "", Quiet(closed_days=False), LONDON) == at("2026-03-14 12:00")


@pytest.mark.parametrize(
    ("when", "leaves"),
    [
        ("2026-03-10 07:29", "2026-03-10 07:30"),
        ("2026-03-10 07:30", "2026-03-11 07:30"),
        ("2026-03-13 09:00", "2026-03-16 07:30"),
        ("2026-12-24 12:00", "2026-12-29 07:30"),
    ],
)
def test_the_morning_mail_leaves_on_the_next_working_morning(when, leaves):
    assert next_morning(at(when), Quiet(closed_days=False), LONDON) == at(leaves)


def test_a_site_that_never_opens_is_written_to_all_the_same():
    shut = Calendar("Europe/London", hours={})
    assert next_morning(at("2026-03-10 09:00"), QUIET, shut) == at("2026-03-11 07:30")


def test_a_delay_in_open_hours_goes_over_the_weekend_and_one_in_plain_time_does_not():
    friday = at("2026-03-13 16:00")
    assert later(friday, Rung(after=2), LONDON) == at("2026-03-16 10:00")
    assert later(friday, Rung(after=2, open=False), LONDON) == at("2026-03-13 18:00")
    assert later(at("2026-03-14 12:00"), Rung(after=0), LONDON) == at("2026-03-14 12:00")


def test_the_levels_that_are_not_told_are_left_out():
    kept = shipped() | {"owner": {"told": False, "after": 0, "open": True, "way": "now"}}
    ladder = Ladder.read(kept)
    assert ladder.above("", Level.OWNER) is Level.MANAGER
    assert ladder.above("manager", Level.OWNER) is Level.OPERATOR
    assert ladder.above("operator", Level.OWNER) is None
    assert ladder.above("", Level.OPERATOR) is Level.OPERATOR


@pytest.mark.parametrize(
    ("way", "urgency", "at_once"),
    [
        (Way.NOW, Urgency.ROUTINE, True),
        (Way.URGENT, Urgency.ROUTINE, False),
        (Way.URGENT, Urgency.SOON, False),
        (Way.URGENT, Urgency.URGENT, True),
        (Way.URGENT, Urgency.SUSPECTED_CANCER, True),
        (Way.MORNING, Urgency.SUSPECTED_CANCER, False),
    ],
)
def test_what_is_worth_a_mail_of_its_own(way, urgency, at_once):
    assert way.at_once(urgency) is at_once


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        (Rung(after=-1), "after"),
        (Rung(after=721), "after"),
        (Quiet(begins=11 * 60), "from"),
        (Quiet(ends=0), "until"),
        (Quiet(ends=13 * 60), "until"),
        (Quiet(wakes=frozenset({Urgency.ROUTINE})), "wakes"),
        (Patience(dict(zip(Urgency, (14, 10, 5, 0), strict=True))), "suspected_cancer"),
        (Patience(dict(zip(Urgency, (14, 10, 5, 6), strict=True))), "suspected_cancer"),
        (Patience(dict(zip(Urgency, (366, 10, 5, 3), strict=True))), "routine"),
        (Patience({Urgency.ROUTINE: 14}), "soon"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(part, wrong):
    with pytest.raises(Lacking) as refused:
        part.check()
    assert wrong in refused.value.fields


def test_what_ships_is_sound_and_reads_like_english():
    ladder = Ladder.read(shipped())
    for part in (*ladder.rungs.values(), ladder.quiet, ladder.patience):
        part.check()
    assert ladder.rungs[Level.MANAGER].sentence(Level.MANAGER) == (
        "8 open hours later the site’s managers: at once when it is urgent, otherwise in the morning mail."
    )
    assert ladder.quiet.sentence() == (
        "No mail leaves between 19:00 and 07:30, nor on days on which the site is closed. "
        "The morning mail leaves at 07:30."
    )
    assert ladder.patience.sentence() == (
        "Routine after 14 days, soon after 10 days, urgent after 5 days and suspected cancer after 3 days "
        "without anybody doing anything."
    )
