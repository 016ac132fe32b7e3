"""The clock of a referral: what is told of it, once and in order; what stops it; what a change of rules does to it."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from core import clock, referral, sla
from core.access import machine
from core.errors import NotAllowed
from core.referral import Urgency, Wanted, board
from core.sla import Policy, Scope, State, Unit
from core.work import reading
from data.tables import event, reckoning
from data.tables import referral as table
from tests.referral.story import inbound, internal, outbound, step

JOB = machine("job:clocks")
TUESDAY = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
TOLD = ("referral:at_risk", "referral:breached", "referral:in_time")


def at(text):
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def told(id=None):
    """What was told of clocks, in order."""
    c = event.c
    with reading() as db:
        rows = db.execute(select(c.subject_id, c.kind).where(c.kind.in_(TOLD)).order_by(c.id)).all()
    return [kind.partition(":")[2] for subject, kind in rows if subject == id] if id else [tuple(row) for row in rows]


def tell(moment):
    with clock.telling(moment):
        return referral.tell_due(JOB)


def stands(id):
    with reading() as db:
        row = db.execute(select(table.c.due_at, table.c.warn_at, table.c.clock).where(table.c.id == id)).one()
    return row.due_at, row.warn_at, State(row.clock)


def reckon(moment):
    with clock.telling(moment):
        while referral.reckon_some(JOB):
            pass


@pytest.fixture
def tuesday():
    with clock.telling(TUESDAY):
        yield


def test_it_is_at_risk_and_then_late_each_said_once(cast, tuesday):
    id = inbound(cast)
    assert stands(id) == (at("03-17 17:00"), at("03-16 15:24"), State.RUNNING)
    assert tell(at("03-16 15:23")) == 0
    assert tell(at("03-16 15:24")) == 1
    assert tell(at("03-17 16:59")) == 0
    assert tell(at("03-17 17:00")) == 1
    assert tell(at("03-20 17:00")) == 0
    assert (told(id), stands(id)[2]) == (["at_risk", "breached"], State.BREACHED)


@pytest.mark.parametrize("down", [timedelta(hours=1), timedelta(days=3), timedelta(days=45)])
def test_after_a_downtime_each_is_told_once_in_the_order_in_which_it_fell_due(cast, tuesday, down):
    pressing = inbound(cast, urgency=Urgency.SUSPECTED_CANCER)
    routine, soon = outbound(cast), internal(cast, urgency=Urgency.SOON)
    tell(at("03-11 16:30") + down)
    again = tell(at("03-11 16:30") + down)
    assert again == 0
    reached = told()
    assert max(Counter(reached).values()) == 1
    moments = {}
    for id in (pressing, soon, routine):
        due, warn, _ = stands(id)
        moments |= {(id, "referral:at_risk"): warn, (id, "referral:breached"): due}
    ahead = [each for each in sorted(moments, key=moments.get) if moments[each] <= at("03-11 16:30") + down]
    assert reached == ahead
    assert len(ahead) == {1: 2, 72: 4, 1080: 6}[down // timedelta(hours=1)]


def test_two_jobs_processes_tell_each_once(cast, tuesday):
    for n in range(30):
        inbound(cast, duplicate_reason="Another tooth", urgency=list(Urgency)[n % 4])
    late = at("05-01 12:00")

    def process():
        for _ in range(3):
            tell(late)

    several = [threading.Thread(target=process) for _ in range(3)]
    for each in several:
        each.start()
    for each in several:
        each.join()
    assert Counter(kind for _, kind in told()) == {"referral:at_risk": 30, "referral:breached": 30}
    assert max(Counter(told()).values()) == 1


def test_a_leader_that_was_paused_finds_nothing_left_to_tell(cast, tuesday, monkeypatch):
    id = inbound(cast)
    late, looked = at("04-01 12:00"), []
    begun = referral.falling_due.work

    def paused():
        if not looked:
            looked.append(True)
            tell(late)
        return begun()

    monkeypatch.setattr(referral.falling_due, "work", paused)
    tell(late)
    assert told(id) == ["at_risk", "breached"]


def test_only_the_jobs_process_tells_and_works_out(cast):
    for refused in (referral.tell_due, referral.reckon_some):
        with pytest.raises(NotAllowed):
            refused(cast.mia)


def test_on_hold_it_is_paused_and_the_rest_goes_on_afterwards(cast, tuesday):
    id = inbound(cast)
    with clock.telling(at("03-12 11:00")):
        step(cast.ana, id, "hold", reason="hold.tests", until_on=date(2026, 4, 1))
    assert stands(id) == (at("04-01 08:00"), None, State.PAUSED)
    assert tell(at("03-31 12:00")) == 0
    with clock.telling(at("03-19 10:00")):
        step(cast.ana, id, "resume")
    assert stands(id)[0] == at("03-24 17:00"), "three of five days were left"
    with clock.telling(at("03-20 10:00")):
        step(cast.ana, id, "hold", reason="hold.tests", until_on=date(2026, 4, 8))
    with clock.telling(at("04-08 08:00")):
        assert referral.end_holds(machine("job:holds")) == 1
    assert stands(id)[0] == at("04-10 16:00"), "and two after the second hold"


def test_what_was_said_before_a_hold_is_not_said_again(cast, tuesday):
    id = inbound(cast)
    tell(at("03-16 16:00"))
    with clock.telling(at("03-16 16:30")):
        step(cast.ana, id, "hold", reason="hold.tests", until_on=date(2026, 3, 20))
    with clock.telling(at("03-20 10:00")):
        step(cast.ana, id, "resume")
    assert stands(id)[2] is State.AT_RISK
    tell(at("03-30 12:00"))
    assert told(id) == ["at_risk", "breached"]


def test_where_a_hold_does_not_stop_it_it_is_late_meanwhile_and_the_hold_ends_in_its_time(cast, tuesday):
    own = Policy(scope=Scope(what="acknowledge", site_id=cast.leeds), amount=3, pauses_held=False)
    sla.set_deadline(cast.mia, own)
    id = inbound(cast)
    step(cast.ana, id, "hold", reason="hold.tests", until_on=date(2026, 3, 20))
    assert stands(id)[0] == at("03-13 17:00")
    tell(at("03-16 12:00"))
    assert told(id) == ["at_risk", "breached"]
    with clock.telling(at("03-20 08:59")):
        assert referral.end_holds(JOB) == 0
    with clock.telling(at("03-20 09:00")):
        assert referral.end_holds(JOB) == 1
    assert told(id) == ["at_risk", "breached"]


def test_a_decision_waits_while_information_is_awaited(cast, tuesday):
    id = inbound(cast, urgency=Urgency.URGENT)
    step(cast.ana, id, "acknowledge")
    assert stands(id)[0] == at("03-24 17:00")
    with clock.telling(at("03-12 12:00")):
        step(cast.ana, id, "ask_information", comment="Which tooth?")
    assert stands(id)[0] == at("03-17 17:00"), "the answer has a deadline of its own"
    with clock.telling(at("03-18 12:00")):
        step(cast.ana, id, "give_information", comment="The upper left one")
    assert stands(id)[0] == at("03-30 16:00"), "eight of ten days were left"


def test_a_reopened_referral_runs_anew(cast, tuesday):
    id = inbound(cast)
    tell(at("04-01 12:00"))
    with clock.telling(at("04-01 13:00")):
        step(cast.ana, id, "decline", reason="decline.no_capacity")
        assert stands(id) == (clock.NEVER, None, State.NONE)
        step(cast.ana, id, "reopen", comment="There is room again")
    assert stands(id)[2] is State.RUNNING
    tell(at("07-01 12:00"))
    assert told(id) == ["at_risk", "breached"] * 2


def test_another_deadline_moves_the_clocks_it_is_for_and_no_other(cast, tuesday):
    here, elsewhere = inbound(cast), inbound(cast, site_id=cast.york)
    sla.set_deadline(cast.mia, Policy(scope=Scope(what="acknowledge", site_id=cast.leeds), amount=2))
    assert stands(here)[0] == at("03-17 17:00"), "until the jobs process has been there"
    assert sla.progress(cast.mia).whole == 0
    reckon(TUESDAY)
    assert sla.progress(cast.mia) is None
    assert (stands(here)[0], stands(elsewhere)[0]) == (at("03-12 17:00"), at("03-17 17:00"))


def test_what_was_late_and_is_not_any_more_says_so_and_is_told_of_again_when_it_is(cast, tuesday):
    id = inbound(cast)
    tell(at("03-18 12:00"))
    own = Policy(scope=Scope(what="acknowledge", site_id=cast.leeds), amount=20)
    number = sla.set_deadline(cast.mia, own)
    reckon(at("03-18 12:00"))
    assert (told(id), stands(id)[2]) == (["at_risk", "breached", "in_time"], State.RUNNING)
    reckon(at("03-18 12:00"))
    tell(at("03-18 12:00"))
    assert told(id) == ["at_risk", "breached", "in_time"]
    sla.change_deadline(cast.mia, number, 1, replace(own, amount=3))
    reckon(at("03-18 12:00"))
    tell(at("03-18 12:00"))
    tell(at("03-18 12:00"))
    assert told(id) == ["at_risk", "breached", "in_time", "at_risk", "breached"]


def test_a_deadline_that_stays_broken_is_not_told_of_again(cast, tuesday):
    id = inbound(cast)
    tell(at("04-18 12:00"))
    sla.set_deadline(cast.mia, Policy(scope=Scope(what="acknowledge", site_id=cast.leeds), amount=6))
    reckon(at("04-18 12:00"))
    tell(at("04-18 12:00"))
    assert told(id) == ["at_risk", "breached"]


def test_holidays_and_hours_move_the_clocks_of_their_site(cast, tuesday):
    id = inbound(cast)
    sla.close_on(cast.mia, cast.leeds, 1, date(2026, 3, 12), "Team day")
    reckon(TUESDAY)
    assert stands(id)[0] == at("03-18 17:00")
    sla.set_week(cast.mia, cast.leeds, 2, dict.fromkeys(range(5), "08:00–12:00, 13:00–16:00"))
    reckon(TUESDAY)
    assert stands(id)[0] == at("03-18 16:00")


def test_working_out_goes_on_where_it_was_stopped(cast, tuesday, monkeypatch):
    monkeypatch.setattr(referral.reckoned, "AT_ONCE", 2)
    ids = [inbound(cast, duplicate_reason="Another tooth") for _ in range(5)]
    sla.set_deadline(cast.mia, Policy(scope=Scope(what="acknowledge", site_id=cast.leeds), amount=2))
    assert referral.reckon_some(JOB) == 2
    half = sla.progress(cast.mia)
    assert (half.done, half.whole, half.share) == (2, 5, 0.4)
    assert [stands(id)[0] for id in ids] == [at("03-12 17:00")] * 2 + [at("03-17 17:00")] * 3
    reckon(TUESDAY)
    assert {stands(id)[0] for id in ids} == {at("03-12 17:00")}
    with reading() as db:
        assert db.execute(select(reckoning.c.done, reckoning.c.moved)).one() == (5, 5)


def test_the_page_says_how_it_stands_and_which_deadline_won(cast, tuesday):
    id = inbound(cast, urgency=Urgency.URGENT)
    sla.set_deadline(cast.mia, Policy(scope=Scope(what="acknowledge", site_id=cast.leeds), amount=4, unit=Unit.HOURS))
    reckon(TUESDAY)
    it = referral.one(cast.ana, id)
    assert it.deadline == "4 open hours: Leeds Dental’s own for everything, before the group’s for urgent"
    assert it.due == ("today", "calm")
    with clock.telling(at("03-10 12:30")):
        assert referral.one(cast.ana, id).due == ("at risk, in 30 min", "risk")
        assert [row.id for row in board(cast.ana, Wanted(due="risk")).rows] == [id]
    with clock.telling(at("03-10 15:30")):
        assert referral.one(cast.ana, id).due == ("2 h late", "breach")
    step(cast.ana, id, "hold", reason="hold.tests", until_on=date(2026, 3, 20))
    assert referral.one(cast.ana, id).due == ("paused until Fri 20 Mar", "paused")
    assert [row.standing for row in board(cast.ana, Wanted(due="paused")).rows] == ["Paused"]
    assert board(cast.dev, Wanted(due="paused")).rows == ()
