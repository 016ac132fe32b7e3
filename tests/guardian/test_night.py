"""A night in the database: once, whole, judged later; and nobody sees what is not theirs."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from core import clock, guardian
from core.access import machine
from core.audit import Kind
from core.errors import Changed, NotAllowed, Refusal
from core.guardian.night import night_of
from core.referral import Wanted
from core.work import reading, work
from data.tables import event, forecast, night, outlook, referral, verdict
from tests.guardian.past import stored

HOUSE = machine("job:guardian")
NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)


def count(table, *where):
    with reading() as db:
        return db.execute(select(func.count()).select_from(table).where(*where)).scalar_one()


@pytest.fixture
def learned(cast):
    """A history of forty weeks at Leeds and Hull, learned from at noon."""
    with clock.telling(NOW):
        stored(cast.ana, (cast.leeds, cast.hull), 420, NOW)
        assert guardian.learn_tonight(HOUSE)
        yield cast


def test_a_night_is_learned_from_once_and_after_downtime_only_the_last_one(learned):
    assert count(outlook) > 5
    assert not guardian.is_due(HOUSE)
    assert not guardian.learn_tonight(HOUSE)
    with clock.telling(NOW + timedelta(hours=13)):
        assert not guardian.is_due(HOUSE), "two in the morning"
    with clock.telling(NOW + timedelta(days=45)):
        assert guardian.learn_tonight(HOUSE)
        assert not guardian.learn_tonight(HOUSE)
    assert count(night) == 2


def test_the_night_turns_at_three_on_the_groups_clock():
    assert night_of(datetime(2026, 7, 1, 1, 59, tzinfo=UTC)).day == 30
    assert night_of(datetime(2026, 7, 1, 2, 0, tzinfo=UTC)).day == 1, "in summer an hour earlier"
    assert night_of(datetime(2026, 12, 1, 2, 59, tzinfo=UTC)).day == 30


def test_the_list_is_in_order_with_reasons_in_words(learned):
    found = guardian.ahead(learned.ana, Wanted()).likely
    chances = [each.chance for each in found]
    assert chances == sorted(chances, reverse=True)
    assert all(0 < chance < 1 for chance in chances)
    assert found[0].because
    assert {each.row.site for each in found} == {"Leeds Dental"}
    page = guardian.ahead(learned.ana, Wanted(), limit=2)
    after = guardian.ahead(learned.ana, Wanted(), page.after, limit=2)
    assert [each.row.id for each in (*page.likely, *after.likely)] == [each.row.id for each in found[:4]]
    assert guardian.ahead(learned.ana, Wanted(owner="pool")).likely == ()
    assert guardian.ahead(learned.ana, Wanted(owner="me")).likely == found


def test_what_moved_on_or_is_late_leaves_the_list_at_once(learned):
    first, second = guardian.ahead(learned.ana, Wanted()).likely[:2]
    with work() as db:
        db.execute(update(referral).where(referral.c.id == first.row.id).values(stage="in_treatment"))
        db.execute(update(referral).where(referral.c.id == second.row.id).values(due_at=NOW - timedelta(hours=1)))
    left = {each.row.id for each in guardian.ahead(learned.ana, Wanted()).likely}
    assert not left & {first.row.id, second.row.id}
    assert guardian.outlook_of(learned.ana, first.row.id) is None
    assert guardian.outlook_of(learned.ana, second.row.id) is None


def test_dev_at_hull_sees_nothing_of_leeds(learned):
    theirs = guardian.ahead(learned.dev, Wanted()).likely
    assert {each.row.site for each in theirs} == {"Hull Dental"}
    at_leeds = guardian.ahead(learned.ana, Wanted()).likely[0].row.id
    assert guardian.outlook_of(learned.ana, at_leeds) is not None
    assert guardian.outlook_of(learned.dev, at_leeds) is None
    assert guardian.ahead(learned.dev, Wanted(site=learned.leeds)).likely == ()
    with pytest.raises(NotAllowed):
        guardian.weeks(learned.dev, learned.leeds)
    assert sum(week.n for week in guardian.weeks(learned.dev)) < sum(week.n for week in guardian.weeks(learned.cleo))
    assert [limit.site for limit in guardian.limits(learned.dev)] == ["Hull Dental"]


def test_operators_see_how_right_it_was_and_no_record(learned):
    assert guardian.weeks(learned.cleo)
    for asked in (lambda: guardian.ahead(learned.cleo, Wanted()), lambda: guardian.outlook_of(learned.cleo, 1)):
        with pytest.raises(NotAllowed):
            asked()
    for step in (guardian.learn_tonight, guardian.is_due, guardian.flag_likely):
        with pytest.raises(NotAllowed):
            step(learned.cleo)


def test_flags_are_events_as_many_a_night_as_a_site_wants_and_once_per_stage(learned):
    guardian.set_limit(learned.mia, learned.leeds, 0, percent=20, most=2)
    flagged = guardian.flag_likely(HOUSE)
    at_leeds = (event.c.kind == Kind.REFERRAL_FLAGGED, event.c.site_id == learned.leeds)
    assert count(event, *at_leeds) == 2
    assert flagged == count(event, event.c.kind == Kind.REFERRAL_FLAGGED)
    assert guardian.flag_likely(HOUSE) == 0, "enough for tonight"
    first = guardian.ahead(learned.ana, Wanted()).likely[0]
    assert first.flagged
    with work() as db:
        db.execute(update(referral).values(flagged_at=None))
    with clock.telling(NOW + timedelta(days=1)):
        assert guardian.learn_tonight(HOUSE)
        guardian.flag_likely(HOUSE)
    with reading() as db:
        told = db.execute(select(event.c.subject_id).where(event.c.kind == Kind.REFERRAL_FLAGGED)).scalars().all()
    assert len(told) == len(set(told)), "what was said to be fine is not flagged again where it stands"


def test_a_limit_is_set_by_a_sites_manager_and_nobody_overwrites_anothers(learned):
    guardian.set_limit(learned.mia, learned.leeds, 0, percent=30, most=3)
    with pytest.raises(Changed):
        guardian.set_limit(learned.cleo, learned.leeds, 0, percent=40, most=3)
    guardian.set_limit(learned.cleo, learned.hull, 0, percent=40, most=3)
    assert {limit.site: limit.percent for limit in guardian.limits(learned.cleo)} == {
        "Hull Dental": 40,
        "Leeds Dental": 30,
        "York Dental": 50,
    }
    for actor, site in ((learned.ana, learned.leeds), (learned.mia, learned.hull), (learned.dev, learned.hull)):
        with pytest.raises(NotAllowed):
            guardian.set_limit(actor, site, 0, percent=30, most=3)
    for wrong in ({"percent": 0, "most": 3}, {"percent": 100, "most": 3}, {"percent": 50, "most": -1}):
        with pytest.raises(Refusal):
            guardian.set_limit(learned.mia, learned.leeds, 1, **wrong)


def test_forecasts_are_kept_once_a_week_and_judged_when_their_time_has_come(learned):
    first = count(forecast)
    assert first == count(outlook)
    assert all(week.looked_back for week in guardian.weeks(learned.cleo))
    with clock.telling(NOW + timedelta(days=2)):
        guardian.learn_tonight(HOUSE)
    assert count(forecast) == first
    with clock.telling(NOW + timedelta(days=31)):
        guardian.learn_tonight(HOUSE)
    assert count(forecast, forecast.c.stalled.is_not(None)) == first
    real = [week for week in guardian.weeks(learned.cleo) if not week.looked_back]
    assert [(week.n, week.stalled) for week in real] == [(first, count(forecast, forecast.c.stalled))]
    assert count(verdict, verdict.c.looked_back.is_(False)) == 2


def test_thin_history_shows_no_chance_and_the_order_of_age(cast):
    with clock.telling(NOW):
        stored(cast.ana, (cast.leeds,), 90, NOW)
        assert guardian.learn_tonight(HOUSE)
        last = guardian.last_night(cast.ana)
        assert last.lacks == "closed"
        assert last.figures == {}
        found = guardian.ahead(cast.ana, Wanted()).likely
        assert found
        assert all(each.chance is None for each in found)
        assert [each.age for each in found] == sorted((each.age for each in found), reverse=True)
        assert guardian.flag_likely(HOUSE) == 0
        assert guardian.outlook_of(cast.ana, found[0].row.id) is None
        assert guardian.likely_today(cast.ana) == 0


def test_a_group_without_any_history_has_a_night_too(cast):
    assert guardian.learn_tonight(HOUSE)
    assert guardian.ahead(cast.ana, Wanted()).likely == ()
    assert guardian.weeks(cast.ana) == []


@pytest.mark.database("sqlite")
def test_two_processes_that_learn_at_once_leave_one_night(cast, monkeypatch):
    """The second finds the night written when it comes to write its own."""
    from core.guardian import night as module

    with clock.telling(NOW):
        stored(cast.ana, (cast.leeds,), 90, NOW)
        assert guardian.learn_tonight(HOUSE)
        before = count(outlook)
        monkeypatch.setattr(module, "is_due", lambda _: True)
        assert not guardian.learn_tonight(HOUSE)
        assert (count(night), count(outlook)) == (1, before)
