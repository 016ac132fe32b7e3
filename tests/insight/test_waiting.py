"""What waits now, held against every row counted by hand."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core import clock, insight, referral
from core.access import Role
from core.errors import NotAllowed
from core.insight import AGES, Asked, days_ago
from core.referral import CLOSED, Stage, Wanted
from tests.insight.standing import anything, put
from tests.referral.story import inbound, internal, only_at, outbound, step

TUESDAY = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ANY = Asked.read({}, date(2026, 3, 10))
LONDON = ZoneInfo("Europe/London")
NARROWER = ({}, {"direction": "outbound"}, {"specialty": "implant"}, {"source": "patient"}, {"funding": "nhs"})


def stands(row, actor, asked):
    """Whether it waits at a site of theirs, and is what they ask about."""
    told = ("direction", "specialty", "source", "funding")
    ends = (row["referrer_provider_id"], row["recipient_provider_id"])
    return (
        row["stage"] not in CLOSED
        and row["site_id"] in actor.sites
        and (not asked.sites or row["site_id"] in asked.sites)
        and (not asked.provider or asked.provider in ends)
        and all(getattr(asked, name) in ("", row[name]) for name in told)
    )


def local_day(moment):
    return moment.astimezone(LONDON).date()


def counted(rows):
    """The plain way: each number by looking at each row."""
    now = clock.now()
    late = [row for row in rows if row["due_at"] < now and row["clock"] != "paused"]
    risk = [row for row in rows if row["due_at"] >= now and row["warn_at"] and row["warn_at"] <= now]
    days = [(local_day(now) - local_day(row["stage_since_at"])).days for row in rows]
    ages = tuple(sum(low <= day and (high is None or day <= high) for day in days) for low, high in AGES)
    youngest_first = sorted((row["stage_since_at"] for row in rows), reverse=True)
    median = youngest_first[-(-len(rows) // 2) - 1]
    held = sum(row["held_until_on"] is not None for row in rows)
    return insight.Waiting(len(rows), len(risk), len(late), held, median, youngest_first[-1], ages)


def by(rows, *names):
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_every_number_is_what_counting_by_hand_gives(cast, seed):
    with clock.telling(TUESDAY):
        rows = put(cast, *anything(cast, random.Random(seed), 160))
        provider = next(row["recipient_provider_id"] for row in rows if row["recipient_provider_id"])
        asked = [
            replace(ANY, **told) for told in (*NARROWER, {"sites": frozenset({cast.york})}, {"provider": provider})
        ]
        for actor in (cast.mia, cast.ana, cast.cleo):
            for one in asked:
                mine = by([row for row in rows if stands(row, actor, one)], "site_id", "stage")
                assert insight.waiting(actor, one) == {key: counted(several) for key, several in mine.items()}
                owned = by([row for row in rows if stands(row, actor, one)], "owner_id")
                held = {load.owner_id: load.waiting for load in insight.loads(actor, one) if load.waiting}
                assert held == {key: counted(several) for (key,), several in owned.items()}


def shown(actor, **wanted):
    """How many a list shows."""
    return referral.board(actor, Wanted.read({"here": "yes", **wanted}), counted=True).whole


def test_every_number_leads_to_a_list_of_just_as_many(cast):
    with clock.telling(TUESDAY):
        put(cast, *anything(cast, random.Random(5), 220))
        for (site_id, stage), told in insight.waiting(cast.ana, ANY).items():
            cell = {"site": str(site_id), "stage": stage.value}
            assert shown(cast.ana, **cell) == told.n
            marks = {due: shown(cast.ana, **cell, due=due) for due in ("risk", "late", "held")}
            assert marks == {"risk": told.risk, "late": told.late, "held": told.held}
            for (youngest, eldest), n in zip(AGES, told.ages, strict=True):
                days = {"moved_until": str(days_ago(youngest))}
                days |= {} if eldest is None else {"moved_from": str(days_ago(eldest))}
                assert shown(cast.ana, **cell, **days) == n
        for load in insight.loads(cast.ana, ANY):
            owner = {"owner": str(load.owner_id or "pool")}
            assert shown(cast.ana, **owner) == (load.waiting.n if load.waiting else 0)
            assert shown(cast.ana, **owner, due="week") == load.week
        for site_id, told in insight.passing(cast.ana, ANY).items():
            since = {"site": str(site_id), "received_from": str(days_ago(7))}
            in_error = shown(cast.ana, **since, stage="entered_in_error")
            assert shown(cast.ana, **since, stage="any") - in_error == told.received


def test_what_came_and_went_within_a_week_is_what_counting_by_hand_gives(cast):
    with clock.telling(TUESDAY):
        rows = put(cast, *anything(cast, random.Random(8), 200))
        since = datetime.combine(date(2026, 3, 3), time(), LONDON)
        counts = [row for row in rows if row["stage"] != Stage.ENTERED_IN_ERROR]
        for actor in (cast.mia, cast.cleo):
            by_hand = {
                site_id: insight.Passing(
                    sum(row["received_at"] >= since for row in several),
                    sum(row["closed_at"] is not None and row["closed_at"] >= since for row in several),
                )
                for (site_id,), several in by(counts, "site_id").items()
                if site_id in actor.sites
            }
            told = insight.passing(actor, ANY)
            assert {site: told.get(site, insight.Passing()) for site in by_hand} == by_hand
            assert not told.keys() - by_hand.keys()


def test_those_that_stand_longest_come_first_and_are_ten(cast):
    with clock.telling(TUESDAY):
        rows = put(cast, *anything(cast, random.Random(11), 200))
        mine = sorted((row["stage_since_at"], row["id"]) for row in rows if stands(row, cast.mia, ANY))
        assert [row.id for row in insight.longest(cast.mia, ANY)] == [number for _, number in mine[:10]]
        everywhere = sorted(row["stage_since_at"] for row in rows if stands(row, cast.cleo, ANY))
        assert [one.since_at for one in insight.longest_nameless(cast.cleo, ANY)] == everywhere[:10]


def test_who_sees_no_records_is_told_of_none(cast):
    inbound(cast)
    with pytest.raises(NotAllowed):
        insight.longest(cast.cleo, ANY)
    told = str(insight.longest_nameless(cast.cleo, ANY))
    assert "Received" in told
    assert "Leeds Dental" in told
    assert "Iris" not in told
    assert "B-20" not in told


def test_what_a_site_only_sent_waits_at_the_other(cast):
    internal(cast)
    assert {site for site, _ in insight.waiting(cast.ana, ANY)} == {cast.leeds}
    at_york = only_at(cast.ana, [cast.york])
    assert insight.waiting(at_york, ANY) == {}
    assert insight.longest(at_york, ANY) == []
    assert all(load.waiting is None for load in insight.loads(at_york, ANY))


def test_another_site_sees_nothing(cast):
    for made in (inbound, outbound, internal):
        made(cast)
    for ask in (insight.waiting, insight.passing, insight.longest, insight.longest_nameless, insight.loads):
        with pytest.raises(NotAllowed):
            ask(cast.dev, ANY)
    hull = replace(cast.dev, role=Role.MANAGER)
    for ask in (insight.waiting, insight.passing):
        assert ask(hull, ANY) == {}
        assert ask(hull, replace(ANY, sites=frozenset({cast.leeds}))) == {}
    assert insight.longest(hull, ANY) == insight.longest_nameless(hull, ANY) == []
    assert [load.name for load in insight.loads(hull, ANY)] == ["", "Dev Shah"]


def test_what_is_on_hold_waits_and_is_not_late(cast):
    with clock.telling(TUESDAY):
        number = inbound(cast)
        step(cast.ana, number, "hold", reason="hold.patient_asks", until_on=date(2026, 6, 1))
    with clock.telling(TUESDAY + timedelta(days=40)):
        told = insight.waiting(cast.ana, ANY)[cast.leeds, Stage.SENT]
    assert (told.n, told.held, told.late, told.risk) == (1, 1, 0, 0)


def test_days_are_those_of_the_calendar_when_clocks_change(cast):
    """On Sunday 29 March 2026 clocks went forward: what came at half past eleven the Saturday before is 8 days old on
    Sunday 5 April from midnight on, an hour earlier than eight times 24 hours would have it."""
    with clock.telling(datetime(2026, 3, 28, 23, 30, tzinfo=UTC)):
        inbound(cast)
    for at, age in (((2026, 4, 4, 22, 59), 0), ((2026, 4, 4, 23, 1), 1)):
        with clock.telling(datetime(*at, tzinfo=UTC)):
            (told,) = insight.waiting(cast.ana, ANY).values()
            assert told.ages.index(1) == age


def test_nothing_is_said_of_an_empty_group(cast):
    assert insight.waiting(cast.cleo, ANY) == insight.passing(cast.cleo, ANY) == {}
    assert insight.longest(cast.ana, ANY) == []
    assert {load.waiting for load in insight.loads(cast.ana, ANY)} == {None}


def test_the_team_is_told_by_name_with_what_nobody_has_first(cast):
    with clock.telling(TUESDAY):
        put(
            cast,
            {"owner_id": cast.mia.account_id, "due_at": TUESDAY + timedelta(days=5)},
            {"owner_id": cast.ben.account_id, "due_at": TUESDAY + timedelta(days=6)},
            {"owner_id": cast.ben.account_id, "due_at": TUESDAY - timedelta(days=1)},
            {},
        )
        loads = insight.loads(cast.ana, ANY)
    assert [load.name for load in loads] == ["", "Ana Costa", "Ben Okafor", "Mia Lund"]
    assert [load.waiting.n if load.waiting else 0 for load in loads] == [1, 0, 2, 1]
    assert [load.week for load in loads] == [1, 0, 0, 1]
