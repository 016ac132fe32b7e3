"""Explorations: any figure split and narrowed, kept as looks, shared, and on first pages."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from core import clock, insight
from core.access import Role
from core.errors import NotAllowed, NotFound, NotNow, Refusal
from core.insight import CHOICES, REST, SPLITS, Exploration, Measure, Shared
from core.insight.exploring import MOST_ROWS, MOST_SERIES
from core.insight.looks import MOST_AT_HOME, MOST_REPORTED
from core.work import work
from data.tables import account
from tests.insight import lively
from tests.report.press import OCTOBER, at, built, received

TODAY = date(2026, 3, 10)
EVERYTHING = {"period": "2024-03..2026-03"}


def looking(**said):
    return Exploration.read({**EVERYTHING, **said})


@pytest.fixture
def lived(cast):
    """Two years of three sites, and Mia answering for Leeds and York."""
    with clock.telling(lively.NOW):
        lively.lives(cast, 60)
        yield replace(cast, mia=lively.manager(cast, cast.leeds, cast.york))


def test_an_address_says_it_all_and_comes_back_the_same():
    told = {"what": "booking", "by": "site", "also": "source", "period": "2026-01..2026-02", "direction": "inbound"}
    exploration = Exploration.read(told)
    assert exploration.spelt == told
    assert Exploration.of(exploration.address) == exploration
    assert exploration.spoken == "Booking conversion by site and source"


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"what": "nonsense", "by": "<script>", "also": "site; DROP"},
        {"by": "site", "also": "site"},
        {"also": "month"},
        {"period": "2026-13..x", "site": "-1,a", "provider": "9" * 40},
    ],
)
def test_what_an_address_cannot_mean_is_the_usual(odd):
    exploration = Exploration.read(odd)
    assert (exploration.what, exploration.also) == ("received", "")
    assert Exploration.of(exploration.address) == exploration


def test_however_it_is_split_its_parts_are_the_whole(lived):
    received = insight.sums(lived.mia, looking().asked).received
    for by, also in product(SPLITS, ("", "direction", "funding", "provider")):
        found = insight.explored(lived.mia, looking(by=by, also=also))
        assert sum(found.value(row).amount for row in found.rows) == found.whole.amount == received > 0
        for row in found.rows if found.series else ():
            assert sum(found.value(row, each).amount for each in found.series) == found.value(row).amount


def test_every_figure_can_be_split(lived):
    for what, figure in CHOICES.items():
        found = insight.explored(lived.mia, looking(what=what, by="site", also="direction"))
        assert set(found.rows.values()) <= {"Leeds Dental", "York Dental"}
        assert figure.sentence.endswith(".")
        for row in found.rows:
            assert found.value(row).n == sum(found.value(row, each).n for each in found.series), what


def test_months_stand_in_order_and_none_is_left_out(lived):
    found = insight.explored(lived.mia, looking())
    assert list(found.rows) == looking().asked.months
    assert found.rows[202603] == "Mar 2026"


def test_waits_that_are_told_together_are_ranked_anew(lived):
    whole = insight.explored(lived.mia, looking(what="days_booked"))
    asked = insight.leads(lived.mia, looking().asked)[()]["booked"]
    assert (whole.whole.amount, whole.whole.n) == (asked.median, asked.n)


def test_what_does_not_fit_is_told_together(lived, monkeypatch):
    monkeypatch.setattr("core.insight.exploring.MOST_ROWS", 3)
    monkeypatch.setattr("core.insight.exploring.MOST_SERIES", 2)
    found = insight.explored(lived.mia, looking(by="provider", also="site"))
    assert list(found.rows.values())[-1] == "2 others"
    assert list(found.rows)[-1] == REST
    assert len(found.rows) == 3
    assert sum(found.value(row).amount for row in found.rows) == found.whole.amount
    assert (MOST_ROWS, MOST_SERIES) == (24, 6)


def test_an_empty_group_is_told_as_empty(cast):
    found = insight.explored(cast.mia, looking(what="booking", by="site", also="source"))
    assert (found.rows, found.series, found.values) == ({}, {}, {})
    assert (found.whole.amount, found.whole.n) == (None, 0)


def test_each_sees_their_own_sites_and_dev_sees_none(lived):
    hull = lively.manager(lived, lived.hull)
    assert set(insight.explored(hull, looking(by="site")).rows.values()) == {"Hull Dental"}
    for seen in (insight.explored, lambda actor, exploration: insight.keep_look(actor, "x", exploration)):
        with pytest.raises(NotAllowed):
            seen(lived.dev, looking())


def test_a_look_is_kept_and_opens_as_it_was(cast):
    exploration = looking(what="completion", by="site")
    number = insight.keep_look(cast.mia, "Who completes", exploration)
    (found,) = insight.looks(cast.mia)
    assert (found.id, found.name, found.exploration, found.mine) == (number, "Who completes", exploration, True)


@pytest.mark.parametrize("name", ["<b>x</b>", "=SUM(A1)", "**bold**", "見る", "O’Brien’s"])
def test_its_name_stays_as_it_was_written(cast, name):
    insight.keep_look(cast.mia, name, looking())
    assert [each.name for each in insight.looks(cast.mia)] == [name]


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\nb", "MINE"])
def test_a_name_that_says_nothing_or_is_taken_is_refused(cast, name):
    insight.keep_look(cast.mia, "mine", looking())
    with pytest.raises(Refusal, match="name"):
        insight.keep_look(cast.mia, name, looking())


def test_it_is_seen_by_those_it_is_shared_with(cast):
    hull = replace(cast.ana, account_id=cast.dev.account_id, sites=frozenset({cast.hull}), role=Role.COORDINATOR)
    names = {"me": Shared.ME, "sites": Shared.SITES, "all": Shared.ALL}
    for name, shared in names.items():
        insight.keep_look(cast.mia, name, looking(), shared)
    seen = lambda actor: {(each.name, each.by) for each in insight.looks(actor)}  # noqa: E731
    assert seen(cast.mia) == {("me", ""), ("sites", ""), ("all", "")}
    assert seen(cast.ana) == {("sites", "Mia Lund"), ("all", "Mia Lund")}, "she works at Leeds too"
    assert seen(hull) == {("all", "Mia Lund")}
    with pytest.raises(NotAllowed):
        insight.looks(cast.dev)


def test_what_somebody_shared_goes_with_them(cast):
    insight.keep_look(cast.mia, "all", looking(), Shared.ALL)
    with work() as db:
        db.execute(account.update().where(account.c.id == cast.mia.account_id).values(disabled_at=clock.now()))
    assert insight.looks(cast.ana) == []


def test_only_its_owner_changes_it(cast):
    number = insight.keep_look(cast.mia, "mine", looking(), Shared.ALL)
    for change in (
        lambda: insight.change_look(cast.ana, number, "hers", Shared.ME),
        lambda: insight.renew_look(cast.ana, number, looking(by="site")),
        lambda: insight.drop_look(cast.ana, number),
    ):
        with pytest.raises(NotFound):
            change()
    insight.change_look(cast.mia, number, "ours", Shared.SITES)
    insight.renew_look(cast.mia, number, looking(by="site"))
    (found,) = insight.looks(cast.mia)
    assert (found.name, found.shared, found.exploration.by) == ("ours", Shared.SITES, "site")
    insight.drop_look(cast.mia, number)
    assert insight.looks(cast.mia) == []


def test_it_stands_on_the_first_page_of_who_wants_it(cast):
    number = insight.keep_look(cast.mia, "ours", looking(), Shared.SITES)
    for actor in (cast.mia, cast.ana):
        insight.put_at_home(actor, number)
        insight.put_at_home(actor, number)
        assert [each.name for each in insight.at_home(actor)] == ["ours"]
    insight.put_at_home(cast.ana, number, there=False)
    assert insight.at_home(cast.ana) == []
    insight.change_look(cast.mia, number, "ours", Shared.ME)
    with pytest.raises(NotFound):
        insight.put_at_home(cast.ana, number)
    insight.drop_look(cast.mia, number)
    assert insight.at_home(cast.mia) == []
    assert insight.at_home(cast.dev) == []


def test_what_is_shared_no_more_leaves_other_first_pages(cast):
    number = insight.keep_look(cast.mia, "ours", looking(), Shared.SITES)
    insight.put_at_home(cast.ana, number)
    insight.change_look(cast.mia, number, "mine", Shared.ME)
    assert insight.at_home(cast.ana) == []


def test_a_first_page_has_room_for_some(cast):
    numbers = [insight.keep_look(cast.mia, f"Look {n}", looking()) for n in range(MOST_AT_HOME + 1)]
    for number in numbers[:-1]:
        insight.put_at_home(cast.mia, number)
    with pytest.raises(NotNow, match="Take one away"):
        insight.put_at_home(cast.mia, numbers[-1])


def test_reports_tell_what_those_who_set_them_chose(cast):
    number = insight.keep_look(cast.mia, "In the report", looking())
    whole = insight.keep_look(cast.cleo, "In the group’s", looking())
    insight.change_look(cast.mia, number, "In the report", Shared.ME, reported=True)
    insight.change_look(cast.cleo, whole, "In the group’s", Shared.ME, reported=True)
    named = lambda actor, site: [each.name for each in insight.looks_for(actor, site)]  # noqa: E731
    assert named(cast.mia, cast.leeds) == ["In the report"]
    assert named(cast.cleo, None) == ["In the group’s"]
    assert named(cast.cleo, cast.hull) == []
    own = insight.keep_look(cast.ana, "Hers", looking())
    with pytest.raises(NotAllowed):
        insight.change_look(cast.ana, own, "Hers", Shared.ME, reported=True)
    with pytest.raises(NotAllowed):
        insight.looks_for(cast.dev, cast.hull)


def test_reports_tell_no_more_than_some(cast):
    numbers = [insight.keep_look(cast.mia, f"Look {n}", looking()) for n in range(MOST_REPORTED + 1)]
    for n, number in enumerate(numbers[:-1]):
        insight.change_look(cast.mia, number, f"Look {n}", Shared.ME, reported=True)
    with pytest.raises(NotNow):
        insight.change_look(cast.mia, numbers[-1], "One more", Shared.ME, reported=True)


def test_every_measure_can_be_asked_for():
    assert {each.counts for each in CHOICES.values()} >= set(Measure)


def test_a_report_tells_a_look_as_of_its_own_month(cast):
    received(cast, 2025, 10, 7, 10)
    received(cast, 2025, 12, 2, 10)
    with at(2025, 12, 3, 9):
        number = insight.keep_look(cast.mia, "Who came <b>when</b>", Exploration.read({"period": "last_month"}))
        insight.keep_look(cast.mia, "Not in it", Exploration.read({}))
        insight.change_look(cast.mia, number, "Who came <b>when</b>", Shared.ME, reported=True)
        told = built(cast, on=OCTOBER)
    assert "Asked for besides" in told
    assert "Who came <b>when</b>" in told
    assert "Received by month, October 2025." in told
    assert "Not in it" not in told
