"""A site's week and holidays: read strictly, set by its manager, filled from a nation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import audit, sla
from core.directory import calendar
from core.errors import Changed, Lacking, NotAllowed, NotNow, Refusal
from core.sla import Nation, spell
from core.sla.nations import holidays_of
from core.sla.week import read_day
from core.work import reading

WEEK = dict.fromkeys(range(5), "09:00-13:00, 14:00-17:30") | {5: "9–12", 6: ""}


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", ()),
        ("closed", ()),
        ("09:00–17:00", ((540, 1020),)),
        ("9-17", ((540, 1020),)),
        ("9.30 to 12, 13:00 - 24:00", ((570, 720), (780, 1440))),
        ("14:00–17:00, 09:00–13:00", ((540, 780), (840, 1020))),
        ("09:00–13:00,13:00–17:00", ((540, 780), (780, 1020))),
    ],
)
def test_a_day_is_read_as_people_write_it(text, blocks):
    assert read_day(text) == blocks


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nine to five", "cannot be read"),
        ("17:00–09:00", "closes before it opens"),
        ("09:00–09:00", "closes before it opens"),
        ("09:00–13:00, 12:30–17:00", "12:30–17:00 begins before 09:00–13:00 is over"),
        ("09:00–25:00", "There is no 25:00"),
        ("09:75–10:00", "There is no 09:75"),
        ("09:00–24:01", "There is no 24:01"),
        ("22:00–02:00", "What goes past midnight is two blocks"),
    ],
)
def test_what_can_mean_nothing_is_refused_in_words(text, says):
    with pytest.raises(Refusal, match=says):
        read_day(text)


@given(st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True).map(sorted))
def test_what_is_shown_is_read_back(moments):
    pairs = zip(moments[::2], moments[1::2], strict=False)
    blocks = tuple(pairs)
    assert read_day(spell(blocks)) == blocks


def test_a_manager_sets_the_week_and_clocks_go_by_it(cast):
    before = sla.hours_of(cast.mia, cast.leeds)
    assert before.usual
    sla.set_week(cast.mia, cast.leeds, before.version, WEEK)
    after = sla.hours_of(cast.mia, cast.leeds)
    assert (spell(after.week[0]), spell(after.week[5]), after.week.get(6)) == (
        "09:00–13:00, 14:00–17:30",
        "09:00–12:00",
        None,
    )
    with reading() as db:
        assert calendar(db, cast.leeds).open_on(date(2026, 3, 14)) == ((540, 720),)
    assert sla.progress(cast.mia).whole == 0
    with pytest.raises(Changed):
        sla.set_week(cast.mia, cast.leeds, before.version, WEEK)
    told = audit.trail(cast.adam, audit.Filter()).entries[0].sentence
    assert told.startswith("Opening hours: Mon 09:00–13:00, 14:00–17:30; Tue")


def test_days_that_are_wrong_are_named_and_a_site_that_never_opens_is_refused(cast):
    with pytest.raises(Lacking) as refused:
        sla.set_week(cast.mia, cast.leeds, 1, WEEK | {1: "17–9", 3: "late"})
    assert set(refused.value.fields) == {"day-1", "day-3"}
    with pytest.raises(Lacking, match="never opens"):
        sla.set_week(cast.mia, cast.leeds, 1, dict.fromkeys(range(7), ""))


@pytest.mark.parametrize(
    ("nation", "closed", "open"),
    [
        (Nation.ENGLAND, "2026-04-06", "2026-11-30"),
        (Nation.SCOTLAND, "2026-11-30", "2026-04-06"),
        (Nation.NORTHERN_IRELAND, "2026-07-13", "2026-11-30"),
        (Nation.IRELAND, "2026-10-26", "2026-05-25"),
    ],
)
def test_each_nation_keeps_its_own_holidays(nation, closed, open):
    days = holidays_of(nation, 2026)
    assert date.fromisoformat(closed) in days
    assert date.fromisoformat(open) not in days


@pytest.mark.parametrize("nation", Nation)
def test_every_nation_is_known_and_keeps_christmas(nation):
    assert "Christmas" in holidays_of(nation, 2026)[date(2026, 12, 25)]


def closed(cast, actor=None):
    return {(day.on, day.nation) for day in sla.hours_of(actor or cast.mia, cast.leeds).closed}


def test_a_year_is_filled_from_a_nation_and_own_days_stay(cast, today):
    sla.close_on(cast.mia, cast.leeds, 1, date(2026, 6, 12), "Team day")
    assert sla.fill_year(cast.mia, cast.leeds, 2, Nation.SCOTLAND, 2026) > 8
    assert (date(2026, 11, 30), Nation.SCOTLAND) in closed(cast)
    sla.fill_year(cast.mia, cast.leeds, 3, Nation.ENGLAND, 2026)
    kept = closed(cast)
    assert {(date(2026, 6, 12), None), (date(2026, 4, 6), Nation.ENGLAND)} <= kept
    assert Nation.SCOTLAND not in {nation for _, nation in kept}
    assert sla.hours_of(cast.mia, cast.leeds).nation is Nation.ENGLAND
    sla.open_on(cast.mia, cast.leeds, 4, date(2026, 6, 12))
    assert date(2026, 6, 12) not in {on for on, _ in closed(cast)}
    with pytest.raises(NotNow):
        sla.open_on(cast.mia, cast.leeds, 5, date(2026, 6, 12))


@pytest.mark.parametrize(("on", "name", "field"), [(None, "Team day", "on"), (date(2026, 6, 12), " ", "name")])
def test_a_closed_day_has_a_day_and_a_name(cast, today, on, name, field):
    with pytest.raises(Lacking) as refused:
        sla.close_on(cast.mia, cast.leeds, 1, on, name)
    assert set(refused.value.fields) == {field}


def test_a_day_is_closed_once(cast, today):
    sla.close_on(cast.mia, cast.leeds, 1, date(2026, 6, 12), "Team day")
    with pytest.raises(Lacking, match="closed on that day already"):
        sla.close_on(cast.mia, cast.leeds, 2, date(2026, 6, 12), "Regatta")


def test_hours_are_for_the_sites_own_manager(cast):
    for actor, site in ((cast.mia, cast.york), (cast.dev, cast.hull), (cast.ana, cast.leeds)):
        with pytest.raises(NotAllowed):
            sla.hours_of(actor, site)
        with pytest.raises(NotAllowed):
            sla.set_week(actor, site, 1, WEEK)
        with pytest.raises(NotAllowed):
            sla.fill_year(actor, site, 1, Nation.ENGLAND, 2026)
        with pytest.raises(NotAllowed):
            sla.close_on(actor, site, 1, date(2026, 6, 12), "Team day")
        with pytest.raises(NotAllowed):
            sla.open_on(actor, site, 1, date(2026, 6, 12))
