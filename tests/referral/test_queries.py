"""What the boards and the day show, and to whom."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock, referral
from core.errors import NotAllowed
from core.referral import Direction, Stage, Urgency, Wanted
from core.work import reading
from data.tables import patient_read
from tests import make
from tests.referral.story import booked, inbound, internal, only_at, outbound, step

INBOUND = Wanted(direction=Direction.INBOUND)


def test_a_board_is_in_the_order_of_due_dates_and_pages_without_gaps(cast):
    made = {
        inbound(cast, urgency=list(Urgency)[n % 4], patient_id=make.patient(f"P {n}", at=cast.leeds)) for n in range(7)
    }
    seen, wanted = [], INBOUND
    while True:
        page = referral.board(cast.ana, wanted, limit=3)
        seen += page.rows
        if page.next is None:
            break
        wanted = Wanted(direction=Direction.INBOUND, after=page.next)
    assert [row.due_at for row in seen] == sorted(row.due_at for row in seen)
    assert {row.id for row in seen} == made
    assert len(seen) == 7


def test_a_row_says_who_from_what_for_and_what_next(cast):
    inbound(cast, urgency=Urgency.URGENT)
    (row,) = referral.board(cast.ana, INBOUND).rows
    assert (row.patient, row.other, row.specialty) == ("Iris Okafor", "Pennine Dental", "Endodontics")
    assert (row.stage_label, row.todo, row.owner) == ("Received", "Acknowledge", "Ana Costa")


def test_filters_narrow_and_counts_follow_every_filter_but_the_stage(cast):
    first, second = inbound(cast), inbound(cast, patient_id=make.patient("Ruth Adeyemi", at=cast.leeds))
    step(cast.ana, second, "accept")
    assert referral.counts(cast.ana, INBOUND) == {Stage.SENT: 1, Stage.ACCEPTED: 1}

    def ids(**narrowed):
        return {row.id for row in referral.board(cast.ana, Wanted(direction=Direction.INBOUND, **narrowed)).rows}

    reference = referral.one(cast.ana, first).now.reference
    assert ids(stage=Stage.ACCEPTED) == {second}
    assert ids(typed="rut ade") == {second}
    assert ids(typed=reference.lower()) == {first}
    assert ids(owner="me") == {first, second}
    assert ids(owner="pool") == set()
    assert ids(site=cast.york) == set()
    assert ids(due="late") == set()
    with clock.telling(clock.now() + timedelta(days=60)):
        assert ids(due="late") == {first, second}


def test_closed_referrals_leave_the_board_and_are_found_under_closed(cast):
    id = inbound(cast)
    step(cast.ana, id, "decline", reason="decline.no_capacity")
    assert referral.board(cast.ana, INBOUND).rows == ()
    for stage in ("closed", Stage.DECLINED):
        assert [row.id for row in referral.board(cast.ana, Wanted(direction=Direction.INBOUND, stage=stage)).rows] == [
            id
        ]


def test_an_internal_referral_is_on_both_sites_boards(cast):
    id = internal(cast)
    york_only = only_at(cast.ana, [cast.york])
    for actor in (york_only, cast.ben):
        assert [row.id for row in referral.board(actor, Wanted(direction=Direction.INTERNAL)).rows] == [id]


def test_the_day_counts_what_needs_attention(cast):
    inbound(cast)
    internal(cast)
    quiet = referral.day(cast.ana)
    assert {direction: (day.open, day.overdue, day.unassigned) for direction, day in quiet.items()} == {
        Direction.INBOUND: (1, 0, 0),
        Direction.OUTBOUND: (0, 0, 0),
        Direction.INTERNAL: (1, 0, 1),
    }
    with clock.telling(clock.now() + timedelta(days=60)):
        assert sum(day.overdue for day in referral.day(cast.ana).values()) == 2


def test_the_day_counts_exactly_the_rows_of_the_boards(cast):
    inbound(cast)
    outbound(cast)
    internal(cast)
    york_only = only_at(cast.ana, [cast.york])
    for days in (0, 4, 60):
        with clock.telling(clock.now() + timedelta(days=days)):
            for actor in (cast.ana, york_only):
                for direction, day in referral.day(actor).items():
                    for due, counted in (("late", day.overdue), ("risk", day.at_risk), ("", day.open)):
                        assert len(referral.board(actor, Wanted(direction, due=due)).rows) == counted


def test_reading_a_referral_leaves_one_trace_for_a_while(cast):
    id = inbound(cast)
    referral.one(cast.ben, id)
    referral.one(cast.ben, id)
    with reading() as db:
        traces = db.execute(
            select(patient_read.c.account_id).where(patient_read.c.account_id == cast.ben.account_id)
        ).all()
    assert len(traces) == 1


def test_the_front_desk_does_not_read_what_the_clinician_wrote(cast):
    id = inbound(cast)
    booked(cast, id)
    step(cast.ana, id, "attend", summary="Root canal started")
    fay = only_at(cast.dev, [cast.leeds])
    assert referral.one(cast.ben, id).reports[0].summary == "Root canal started"
    assert referral.one(fay, id).reports[0].summary == ""


def test_an_operator_sees_numbers_of_every_site_and_no_record(cast):
    inbound(cast)
    assert {row.site_id: row.open for row in referral.by_site(cast.cleo)}[cast.leeds] == 1
    with pytest.raises(NotAllowed):
        referral.board(cast.cleo, INBOUND)
    with pytest.raises(NotAllowed):
        referral.day(cast.cleo)


def test_dev_of_another_site_sees_nothing(cast):
    inbound(cast)
    outbound(cast)
    internal(cast)
    for direction in Direction:
        wanted = Wanted(direction=direction)
        assert referral.board(cast.dev, wanted).rows == ()
        assert referral.counts(cast.dev, wanted) == {}
        for stage in ("closed", "open"):
            assert referral.board(cast.dev, Wanted(direction=direction, stage=stage, site=cast.leeds)).rows == ()
    assert {day.open for day in referral.day(cast.dev).values()} == {0}
    assert {row.open for row in referral.by_site(cast.dev)} == {0}
    with pytest.raises(NotAllowed):
        referral.owners(cast.dev, cast.leeds)
    assert {owner.name for owner in referral.owners(cast.dev)} == {"Dev Shah"}
