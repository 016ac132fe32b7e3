"""Everything can be counted anew while work goes on, by whoever is stopped and begins again, and comes to the same."""

import threading
from argparse import Namespace
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, update

from core import clock, insight
from core.access import machine
from core.errors import NotAllowed
from core.insight import Asked, recount
from core.operate.insight import Insight
from core.work import work
from data.tables import dwell, milestone, setting, tally
from jobs import count
from tests.insight.agreement import kept
from tests.referral.story import booked, inbound, outbound, step
from tests.world.drain import drain

MARCH = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
IN_MARCH = Asked(since=202603, until=202604)
KINDS = ("implant", "periodontics", "oral_surgery", "orthodontics")
HOUSE = machine("test")


@pytest.fixture
def several(cast):
    """Six referrals that came to different points, counted as they did."""
    with clock.telling(MARCH):
        numbers = [inbound(cast), outbound(cast)]
        numbers += [
            inbound(cast, specialty=each) for each in ("implant", "periodontics", "oral_surgery", "orthodontics")
        ]
        booked(cast, numbers[0])
        step(cast.ana, numbers[2], "accept")
        step(cast.mia, numbers[3], "correct", comment="Typed in twice")
        drain()
    return numbers


@pytest.fixture
def by_twos(monkeypatch):
    """Pieces so small that there are several of them."""
    monkeypatch.setattr(recount, "PIECE", 2)


def wrong():
    """Somebody had their hands in the sums."""
    with work() as db:
        db.execute(update(tally).values(booked=77))
        db.execute(delete(dwell))
        db.execute(update(milestone).values(accepted=1))


def test_a_rebuild_mends_what_went_wrong(several, by_twos, capsys):
    before = kept()
    wrong()
    assert kept() != before
    assert Insight().run(Namespace(word="rebuild")) == 0
    assert kept() == before
    assert "Every referral is counted." in capsys.readouterr().out


def test_one_that_was_stopped_goes_on_where_it_was(several, by_twos, cast):
    before = kept()
    insight.begin_anew(HOUSE)
    insight.count_some(HOUSE)
    assert insight.being_counted(cast.mia) == insight.Progress(several[1], several[-1])
    insight.begin_anew(HOUSE)
    assert insight.being_counted(cast.mia).done == several[1]
    assert count.run() == 5
    assert insight.being_counted(cast.mia) is None
    assert kept() == before
    assert count.run() == 0


def test_after_an_upgrade_the_jobs_process_counts_what_was_there_before(several, cast):
    before = kept()
    with work() as db:
        for table in (milestone, tally, dwell):
            db.execute(delete(table))
        db.execute(delete(setting).where(setting.c.name == recount.MARK))
    assert insight.being_counted(cast.mia).share == 0
    assert insight.sums(cast.mia, IN_MARCH).received == 0
    count.run()
    assert insight.being_counted(cast.mia) is None
    assert kept() == before


def test_other_definitions_are_counted_by_anew(several, cast, monkeypatch):
    before = kept()
    wrong()
    monkeypatch.setattr(recount, "COUNTED_AS", recount.COUNTED_AS + 1)
    monkeypatch.setattr(recount, "FRESH", recount.FRESH | {"as": recount.COUNTED_AS})
    assert insight.being_counted(cast.mia).done == 0
    count.run()
    assert kept() == before


def test_what_happens_meanwhile_is_counted(several, cast, monkeypatch):
    """Between looking at a piece and writing it, a step is taken and reacted to."""
    insight.begin_anew(HOUSE)
    looked, worked_out = [], recount.worked_out

    def interrupted(db, ids):
        found = worked_out(db, ids)
        if not looked:
            looked.append(ids)
            with clock.telling(MARCH):
                other = threading.Thread(target=_accept_and_react, args=(cast, several[4]))
                other.start()
                other.join()
        return found

    monkeypatch.setattr(recount, "worked_out", interrupted)
    count.run()
    counted = kept()
    assert insight.sums(cast.mia, IN_MARCH).accepted == 3
    insight.begin_anew(HOUSE)
    count.run()
    assert kept() == counted


def _accept_and_react(cast, number):
    with clock.telling(MARCH):
        step(cast.ana, number, "accept")
        drain()


def test_nobody_waits_for_figures_of_an_empty_group(cast):
    assert insight.being_counted(cast.mia) is None
    assert count.run() == 0


def test_only_machines_count_and_only_some_are_told(several, cast):
    for command in (insight.begin_anew, insight.count_some):
        with pytest.raises(NotAllowed):
            command(cast.adam)
    with pytest.raises(NotAllowed):
        insight.being_counted(cast.dev)
