"""What clocks go by is read once, and never once too late: whoever changes it, in whichever way."""

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, text, update

from core import work
from core.referral.standing import standing
from core.sla import OpenTime, Scope, timing_now
from data import engine
from data.tables import deadline, site, site_holiday
from tests.world.noted import noted

ANSWER = Scope(what="acknowledge", urgency="routine")
TUESDAY = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def days():
    with work.reading() as db:
        return timing_now(db).choice(ANSWER).policy.amount


def another_process(url, *told):
    """Commits by a connection of its own, and knows nothing of what we keep."""
    there = engine.writer(url)
    with there.begin() as db:
        for statement in told:
            db.execute(statement)
    there.dispose()


@pytest.fixture
def seven(cast):
    """A deadline of the group that is not the shipped one."""
    with work.work() as db:
        db.execute(update(deadline).where(deadline.c.what == "acknowledge").values(amount=7))


def test_what_another_process_commits_counts_at_once(database, seven):
    assert days() == 7
    another_process(database, update(deadline).where(deadline.c.what == "acknowledge").values(amount=9))
    assert days() == 9
    another_process(database, text("DELETE FROM deadline"))
    with work.reading() as db:
        assert timing_now(db).choice(ANSWER) is None


def test_so_do_holidays_hours_and_another_zone(database, cast):
    def end():
        with work.reading() as db:
            return timing_now(db).hours(cast.leeds).day_end(1, TUESDAY)

    first = end()
    another_process(database, insert(site_holiday).values(site_id=cast.leeds, on=first.date(), name="Fair"))
    moved = end()
    assert moved > first
    another_process(database, update(site).where(site.c.id == cast.leeds).values(time_zone="America/New_York"))
    assert end() > moved


def test_what_was_rolled_back_counts_for_nobody(seven):
    assert days() == 7
    with suppress(RuntimeError), work.work() as db:
        db.execute(update(deadline).where(deadline.c.what == "acknowledge").values(amount=2))
        assert timing_now(db).choice(ANSWER).policy.amount == 2
        raise RuntimeError
    assert days() == 7


def test_where_nothing_changed_one_statement_is_asked(cast):
    with work.reading() as db:
        standing(db)
        with noted() as told:
            standing(db)
    assert len(told) == 1


def test_a_tape_that_several_lay_out_at_once_is_none_that_has_a_tear(cast):
    with work.reading() as db:
        shared = timing_now(db).hours(cast.leeds)
    asked = [TUESDAY + timedelta(days=97 * n % 1500 - 700) for n in range(120)]
    expected = [OpenTime(shared.calendar).day_end(3, since) for since in asked]
    found = {}

    def ask(n):
        found[n] = [shared.day_end(3, since) for since in asked[n:] + asked[:n]]

    several = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert all(found[n] == expected[n:] + expected[:n] for n in range(4))
