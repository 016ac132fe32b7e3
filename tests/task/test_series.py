"""What comes again opens once for each day: when the last is done, or when its day comes, whatever went wrong."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import update

from core import task
from core.access import machine
from core.errors import NotAllowed, NotNow
from core.ownership import Absence, person, set_away
from core.ownership import disable as leave
from core.task import Priority, Rhythm, Terms, Unit, Wanted
from core.work import work
from data.tables import task as table
from tests.patient.records import SMITH, SMYTH, merge, register
from tests.task.added import add, day, happened, the

pytestmark = pytest.mark.usefixtures("today")
DAILY = Rhythm(Unit.DAY)
FRIDAYS = Rhythm(Unit.WEEK, on=4)


def opened(actor):
    return list(task.tasks(actor, Wanted(view="all")).rows)


def due_opens():
    return task.open_due(machine("job:recurring"))


def test_the_next_opens_when_the_last_is_done_as_the_last_was(cast):
    ana = cast.ana.account_id
    checklist = ("Fetch", "Count")
    first = add(
        cast, rhythm=FRIDAYS, due_on=day(3), owner_id=ana, checklist=checklist, priority=Priority.HIGH, note="x"
    )
    task.tick(cast.ana, first, 1, True)
    task.finish(cast.ana, first, 2, "All there")
    (following,) = opened(cast.ana)
    assert (following.title, following.owner_id, following.priority, following.note) == (
        "Order radiograph films",
        ana,
        Priority.HIGH,
        "x",
    )
    assert (following.progress, following.period_on) == ("0 of 2", day(10))
    assert following.due_at == datetime(2026, 3, 21, tzinfo=UTC)
    assert due_opens() == 0


def test_the_next_opens_when_its_day_comes_and_once_only(cast, clock):
    first = add(cast, rhythm=DAILY, due_time=time(9))
    clock.to(datetime(2026, 3, 10, 23, 59, tzinfo=UTC))
    assert due_opens() == 0
    clock.to(datetime(2026, 3, 11, 0, 0, 1, tzinfo=UTC))
    assert (due_opens(), due_opens()) == (1, 0)
    before, after = opened(cast.ana)
    assert (before.id, after.due_at) == (first, datetime(2026, 3, 11, 9, tzinfo=UTC))
    task.finish(cast.ana, first, before.version)
    assert len(opened(cast.ana)) == 1


def test_after_45_days_of_silence_only_the_newest_opens_and_the_event_counts_the_others(cast, clock):
    add(cast, rhythm=DAILY)
    clock.forward(days=45)
    assert due_opens() == 1
    assert opened(cast.ana)[-1].period_on == day(0)
    assert happened()[-1][1]["passed"] == 44


def test_a_series_ends_with_its_last_day(cast, clock):
    add(cast, rhythm=replace(DAILY, until=day(1)))
    clock.forward(days=1)
    assert due_opens() == 1
    clock.forward(days=30)
    assert due_opens() == 0
    for one in opened(cast.ana):
        task.finish(cast.ana, one.id, one.version)
    assert opened(cast.ana) == []


def test_dropping_one_lets_the_others_come_unless_it_is_for_good(cast):
    first = add(cast, rhythm=DAILY)
    task.drop(cast.ana, first, 1, "Nobody is in today")
    (second,) = opened(cast.ana)
    task.drop(cast.ana, second.id, second.version, "We order by contract now", for_good=True)
    assert opened(cast.ana) == []
    assert due_opens() == 0


def test_a_moved_due_date_moves_no_other(cast):
    first = add(cast, rhythm=FRIDAYS, due_on=day(3))
    now = the(cast.ana, first)
    task.edit(cast.ana, first, now.version, replace(Terms.of(now), due_on=day(2)))
    task.finish(cast.ana, first, now.version + 1)
    assert opened(cast.ana)[0].period_on == day(10)


def test_another_rhythm_counts_from_the_day_that_is_named_with_it(cast):
    first = add(cast, rhythm=FRIDAYS, due_on=day(3))
    now = the(cast.ana, first)
    task.edit(cast.ana, first, now.version, replace(Terms.of(now), rhythm=Rhythm(Unit.MONTH, on=31), due_on=day(21)))
    task.finish(cast.ana, first, now.version + 1)
    assert opened(cast.ana)[0].due_at == datetime(2026, 4, 30, 23, tzinfo=UTC)


def test_a_rhythm_is_changed_at_the_newest_of_its_series(cast, clock):
    first = add(cast, rhythm=DAILY)
    clock.forward(days=1)
    due_opens()
    now = the(cast.ana, first)
    with pytest.raises(NotNow, match="open already"):
        task.edit(cast.ana, first, now.version, replace(Terms.of(now), rhythm=None))
    newest = opened(cast.ana)[-1]
    task.edit(cast.ana, newest.id, newest.version, replace(Terms.of(newest), rhythm=None))
    task.finish(cast.ana, newest.id, newest.version + 1)
    clock.forward(days=5)
    assert due_opens() == 0


def test_reopening_one_opens_no_second_next(cast):
    first = add(cast, rhythm=DAILY)
    task.finish(cast.ana, first, 1)
    task.reopen(cast.ana, first, 2)
    task.finish(cast.ana, first, 3)
    assert len(opened(cast.ana)) == 1


def test_a_day_that_was_opened_already_is_passed_over(cast):
    """As after a database was restored beside a newer one: the key of a day is there, and the series goes on."""
    first = add(cast, rhythm=DAILY)
    task.finish(cast.ana, first, 1)
    with work() as db:
        again = update(table).where(table.c.id == first)
        db.execute(again.values(state="open", ended_at=None, next_at=datetime(2026, 3, 11, tzinfo=UTC), version=1))
    task.finish(cast.ana, first, 1)
    assert [one.period_on for one in opened(cast.ana)] == [day(1), day(2)]


def test_whoever_took_over_gets_the_next(cast):
    ana, ben = cast.ana.account_id, cast.ben.account_id
    first = add(cast, rhythm=DAILY, owner_id=ben)
    leave(cast.adam, ben, person(ana))
    now = the(cast.ana, first)
    assert now.owner_id == ana
    task.finish(cast.ana, first, now.version)
    assert opened(cast.ana)[0].owner_id == ana


def test_who_stands_in_gets_what_comes_while_somebody_is_away(cast):
    ana, ben = cast.ana.account_id, cast.ben.account_id
    first = add(cast, rhythm=DAILY, owner_id=ben)
    set_away(cast.ben, ben, Absence(from_on=day(1), until_on=day(2), stand_in_id=ana))
    task.finish(cast.ben, first, 1)
    (second,) = opened(cast.ana)
    assert second.owner_id == ana


def test_what_comes_again_about_a_merged_patient_is_about_the_record_that_stays(cast):
    kept, gone = (register(cast, who) for who in (SMITH, SMYTH))
    first = add(cast, rhythm=DAILY, subject="patient", subject_id=gone, site_id=None)
    merge(cast.ana, kept, gone)
    task.finish(cast.ana, first, the(cast.ana, first).version)
    (second,) = opened(cast.ana)
    assert (second.subject_id, second.patient_id) == (kept, kept)
    assert {one.id for one in task.of_patient(cast.ana, kept)} == {first, second.id}


def test_only_the_jobs_process_opens_what_is_due(cast):
    with pytest.raises(NotAllowed):
        task.open_due(cast.ana)
