"""Practices outside, both ways: each held against its rows, when each fell silent, and whom to call and why."""

from dataclasses import replace
from datetime import date, timedelta
from statistics import median_low

import pytest
from sqlalchemy import update

from core import clock, insight
from core.errors import NotFound, Refusal
from core.insight import Asked, calls
from core.insight.engagement import Gap
from core.work import work
from data.tables import provider
from tests import make
from tests.insight.lively import NAMES, NOW, counted, lives, manager, months, one, raw

TODAY = NOW.date()
YEAR = Asked(since=202503, until=202603)
SINCE, UNTIL = date(2025, 3, 1), date(2026, 3, 1)
SEEN = ("acknowledged", "accepted", "booked", "in_treatment")
DONE = (*SEEN, "reported", "completed")


@pytest.fixture
def now():
    with clock.telling(NOW):
        yield


def scores(actor, asked=YEAR):
    return {each.practice.name: each for each in insight.scorecard(actor, asked).rows}


def ago(days):
    return NOW - timedelta(days=days)


def reasons(actor):
    found = calls(insight.scorecard(actor, YEAR))
    return {call.scored.practice.name: {reason.code: said for reason, said in call.reasons} for call in found}


def test_each_practice_is_what_its_rows_say(cast, now):
    ids = lives(cast, 150)
    actor = manager(cast, cast.leeds, cast.york)
    rows, card = raw(sorted(actor.sites)), insight.scorecard(actor, YEAR)
    for practice_id, each in zip(ids, [scores(actor)[name] for name in NAMES], strict=True):
        assert each.practice.id == practice_id
        for way, told in (("inbound", each.inbound), ("outbound", each.outbound)):
            mine = months(rows, SINCE, UNTIL, provider=practice_id, direction=way)
            counts = (told.sums.received, told.sums.booked, told.sums.attended, told.sums.looped)
            assert counts == (
                len(mine),
                len([one for one in mine if one.booked_on]),
                len([one for one in mine if one.attended]),
                len([one for one in mine if one.looped]),
            )
            waits = [(one.booked_on - one.received_on).days for one in mine if one.booked_on]
            waited = told.leads.get("booked")
            assert (waited.n if waited else 0) == len(waits)
            assert (waited.median if waited else None) == (median_low(waits) if waits else None)
        engaged(each.engagement, months(rows, date(2020, 1, 1), TODAY, provider=practice_id, direction="inbound"))
    assert card.inbound.sums == insight.added(each.inbound.sums for each in card.rows)
    assert card.outbound.sums == insight.added(each.outbound.sums for each in card.rows)


def engaged(kept, mine):
    assert kept.last_on == max(each.received_on for each in mine)
    assert kept.now == len(months(mine, SINCE, UNTIL))
    assert kept.before == len(months(mine, date(2024, 3, 1), SINCE))
    assert kept.seen == len([each for each in months(mine, SINCE, UNTIL) if each.attended])
    assert kept.this_month == len(months(mine, UNTIL, date(2026, 4, 1)))


def test_one_practice_is_the_same_by_itself_with_its_usual_gap(cast, now):
    patient, elm = make.patient(at=cast.leeds), make.provider("Elm Road")
    for days in (300, 290, 270, 240, 200):
        one(cast.leeds, patient, ago(days), SEEN, by=elm)
    one(cast.york, patient, ago(2), by=elm)
    counted()
    leeds = manager(cast, cast.leeds)
    each, _ = insight.scored(leeds, YEAR, elm)
    listed = scores(leeds)["Elm Road"]
    assert (each.practice, each.engagement) == (listed.practice, listed.engagement)
    assert each.inbound.sums == listed.inbound.sums
    assert each.inbound.leads["booked"] == listed.inbound.leads["booked"]
    assert {*each.inbound.leads} == {"acknowledged", "booked", "attended"}
    assert (each.engagement.gap, each.engagement.silence, each.engagement.lapsed) == (Gap(20, 4), 200, True)
    both, _ = insight.scored(manager(cast, cast.leeds, cast.york), YEAR, elm)
    assert not both.engagement.lapsed, "York heard from them"
    ways = insight.both_ways(leeds, YEAR, elm)
    assert len(ways) == 24
    assert sum(month.inbound.received for month in ways) == 5
    assert not any(month.outbound.received for month in ways)


def test_other_sites_see_nothing_of_it(cast, now):
    patient, elm = make.patient(at=cast.leeds), make.provider("Elm Road")
    for days in range(100, 900, 100):
        one(cast.leeds, patient, ago(days), DONE, by=elm, to=None)
    counted()
    hull = manager(cast, cast.hull)
    card = insight.scorecard(hull, YEAR)
    assert card.rows == ()
    assert card.inbound.sums.received == 0
    alone, _ = insight.scored(hull, YEAR, elm)
    assert (alone.inbound.sums.received, alone.engagement.last_on, alone.engagement.gap) == (0, None, None)
    assert not any(month.inbound.received for month in insight.both_ways(hull, YEAR, elm))
    for nobody in (cast.dev, cast.ben, cast.adam):
        with pytest.raises(Refusal):
            insight.scorecard(nobody, YEAR)
        with pytest.raises(Refusal):
            insight.both_ways(nobody, YEAR, elm)


def test_a_site_chosen_narrows_everything(cast, now):
    patient, elm = make.patient(at=cast.leeds), make.provider("Elm Road")
    one(cast.leeds, patient, ago(90), by=elm)
    one(cast.york, patient, ago(50), by=elm)
    counted()
    both = manager(cast, cast.leeds, cast.york)
    leeds = scores(both, replace(YEAR, sites=frozenset({cast.leeds})))["Elm Road"]
    assert (leeds.inbound.sums.received, leeds.engagement.silence) == (1, 90)


def test_a_practice_nobody_dealt_with_says_so_and_one_unknown_is_refused(cast, now):
    quiet = make.provider("Quiet Lane")
    each, _ = insight.scored(cast.cleo, YEAR, quiet)
    assert (each.inbound.sums.received, each.engagement.silence) == (0, None)
    with pytest.raises(NotFound):
        insight.scored(cast.cleo, YEAR, 999)


def test_reasons_to_call_are_said_in_numbers(cast, now):
    patient = make.patient(at=cast.leeds)
    named = {
        name: make.provider(name) for name in ("Lapsed", "Fell", "Silent", "Strict", "Slow", "Quick", "New", "Once")
    }

    def some(days, way=(), *, name, **more):
        for each in days:
            one(cast.leeds, patient, ago(each), way, by=named[name], **more)

    def sent(days, way=(), *, name, **more):
        for each in days:
            one(cast.leeds, patient, ago(each), way, to=named[name], **more)

    some((300, 280, 260, 240, 220), SEEN, name="Lapsed")
    some(range(390, 690, 30), SEEN, name="Fell")
    some((20, 60, 100), SEEN, name="Fell")
    sent(range(60, 120, 10), SEEN, name="Silent")
    sent(range(60, 120, 10), ("acknowledged", "declined"), name="Strict")
    sent(range(100, 160, 10), DONE, name="Slow", pace=12)
    sent(range(100, 300, 10), DONE, name="Quick")
    some((3,), name="New")
    some((300,), name="Once")
    counted()
    assert {"Fell", "New"}.isdisjoint(reasons(cast.cleo)), "when that year began nothing was counted yet"
    some((735,), name="Once")
    counted()
    said = reasons(manager(cast, cast.leeds))
    assert said["Lapsed"] == {"lapsed": "Nothing for 220 days; usually something every 20 days."}
    assert said["Fell"] == {"fell": "3 referrals in twelve months, 10 in the twelve before."}
    assert said["Silent"] == {"reports": "They saw 6 of our patients; no reports have come back."}
    assert said["Strict"] == {"declined": "They turned down 6 of the 6 they decided."}
    assert said["Slow"] == {"slow": "A booking there takes 36 days, half of 6 longer; 3 days elsewhere."}
    assert said["New"] == {"new": "1 referral lately, and none in the year before."}
    assert {"Quick", "Once"}.isdisjoint(said)
    order = [call.scored.practice.name for call in calls(insight.scorecard(cast.cleo, YEAR))]
    assert order == ["Lapsed", "Fell", "Silent", "Strict", "Slow", "New"]


def test_who_has_closed_is_not_called_and_who_is_suspended_only_for_what_they_owe(cast, now):
    patient = make.patient(at=cast.leeds)
    closed, suspended = make.provider("Closed"), make.provider("Suspended")
    for practice in (closed, suspended):
        for days in (300, 280, 260, 240, 220):
            one(cast.leeds, patient, ago(days), SEEN, by=practice)
            one(cast.leeds, patient, ago(days), SEEN, to=practice)
    counted()
    with work() as db:
        db.execute(update(provider).where(provider.c.id == closed).values(closed_on=TODAY))
        db.execute(update(provider).where(provider.c.id == suspended).values(standing="suspended"))
    assert {name: list(said) for name, said in reasons(cast.cleo).items()} == {"Suspended": ["reports"]}
