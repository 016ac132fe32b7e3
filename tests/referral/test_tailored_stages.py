"""Stages as a group calls them, stages that a site does without, and finer words within a stage."""

from dataclasses import replace

import pytest

from core import referral, workflow
from core.audit import timeline
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow
from core.referral import STAGES, STEPS, Direction, Stage, Wanted
from core.referral.tailored import (
    OPTIONAL,
    Naming,
    NewStatus,
    add_status,
    change_status,
    end_status,
    naming,
    set_stage,
)
from tests.referral.story import inbound, internal, outbound, step

NOBODY = Naming()
TRIAGE = Naming({"inbound": "With the triage nurse"})


def shown(actor, referral_id):
    (row,) = [row for row in referral.board(actor, Wanted(stage="any")).rows if row.id == referral_id]
    return row


def test_a_name_of_the_group_is_read_everywhere_at_once(cast, today):
    id = inbound(cast)
    step(cast.ana, id, "acknowledge")
    set_stage(cast.cleo, Stage.ACKNOWLEDGED, None, NOBODY, TRIAGE)
    assert referral.one(cast.ana, id).stage_label == "With the triage nurse"
    assert shown(cast.ana, id).stage_label == "With the triage nurse"
    assert referral.of_patient(cast.ana, shown(cast.ana, id).now.patient_id)[0].stage_label == "With the triage nurse"
    assert referral.choices(cast.ana).called(Stage.ACKNOWLEDGED, Direction.OUTBOUND) == "Acknowledged"
    file = referral.export(cast.ana, Wanted(), "csv").content.read().decode()
    assert "With the triage nurse" in file
    assert "In triage" not in file


def test_a_site_has_its_own_name_for_it(cast, today):
    set_stage(cast.cleo, Stage.SENT, None, NOBODY, Naming({"inbound": "New", "internal": "New"}))
    set_stage(cast.mia, Stage.SENT, cast.leeds, NOBODY, Naming({"inbound": "On the desk"}))
    assert referral.one(cast.ana, inbound(cast)).stage_label == "On the desk"
    assert referral.one(cast.ana, internal(cast)).stage_label == "New"
    assert referral.one(cast.ana, outbound(cast)).stage_label == "Sent"
    assert referral.choices(cast.mia).called(Stage.SENT, Direction.INBOUND) == "On the desk"
    assert referral.choices(cast.dev).called(Stage.SENT, Direction.INBOUND) == "New"
    assert referral.choices(cast.ana).called(Stage.SENT, Direction.INBOUND) == "New"


def test_a_name_that_is_taken_away_leaves_the_shipped_one(cast, today):
    set_stage(cast.cleo, Stage.SENT, None, NOBODY, Naming({"inbound": "New"}))
    set_stage(cast.cleo, Stage.SENT, None, Naming({"inbound": "New"}), NOBODY)
    assert referral.one(cast.ana, inbound(cast)).stage_label == "Received"
    assert workflow.history(cast.cleo)[0].before == {"inbound": "New"}


@pytest.mark.parametrize(("who", "site"), [("mia", None), ("mia", "hull"), ("ana", "leeds"), ("dev", "hull")])
def test_others_name_nothing(cast, today, who, site):
    with pytest.raises(NotAllowed):
        set_stage(getattr(cast, who), Stage.SENT, getattr(cast, site) if site else None, NOBODY, TRIAGE)


def test_what_somebody_else_named_meanwhile_is_not_overwritten(cast, today):
    set_stage(cast.cleo, Stage.SENT, None, NOBODY, TRIAGE)
    with pytest.raises(Changed):
        set_stage(cast.adam, Stage.SENT, None, NOBODY, Naming({"inbound": "New"}))
    with pytest.raises(Lacking):
        set_stage(cast.cleo, Stage.SENT, None, TRIAGE, Naming({"inbound": "x" * 41}))
    with pytest.raises(NotNow, match="Nothing is different"):
        set_stage(cast.cleo, Stage.SENT, None, TRIAGE, TRIAGE)


def test_a_site_without_a_waiting_list_has_no_step_that_leads_there(cast, today):
    waits, other = inbound(cast), internal(cast)
    step(cast.ana, waits, "accept")
    step(cast.ana, waits, "waitlist")
    set_stage(cast.mia, Stage.WAITLISTED, cast.leeds, NOBODY, Naming(hidden=True))
    step(cast.ana, other, "acknowledge")
    assert "waitlist" not in {each.name for each in referral.one(cast.ana, other).steps}
    with pytest.raises(NotNow, match="works without"):
        step(cast.ana, other, "waitlist")
    stands = referral.one(cast.ana, waits)
    assert stands.stage_label == "On waiting list"
    assert {"book", "wait_on"} <= {each.name for each in stands.steps}
    assert step(cast.ana, waits, "wait_on", comment="Three more weeks").now.stage is Stage.WAITLISTED
    moves = [
        card.moves for lane in referral.lanes(cast.ana, Wanted(Direction.INTERNAL)).values() for card in lane.cards
    ]
    assert all(Stage.WAITLISTED not in each for each in moves)


def test_a_site_can_use_what_the_group_hides(cast, today):
    set_stage(cast.cleo, Stage.WAITLISTED, None, NOBODY, Naming(hidden=True))
    set_stage(cast.mia, Stage.WAITLISTED, cast.leeds, NOBODY, Naming(hidden=False))
    id = inbound(cast)
    step(cast.ana, id, "acknowledge")
    assert "waitlist" in {each.name for each in referral.one(cast.ana, id).steps}


def test_only_what_the_lifecycle_can_do_without_is_hidden(cast, today):
    with pytest.raises(NotNow, match="cannot do without"):
        set_stage(cast.cleo, Stage.BOOKED, None, NOBODY, Naming(hidden=True))
    without = {stage for stage in STAGES if stage not in OPTIONAL}
    reached, ends = {Stage.SENT}, {Stage.COMPLETED, Stage.DECLINED, Stage.CANCELLED, Stage.LOST}
    for _ in STAGES:
        reached |= {one.target for one in STEPS.values() if one.target in without and one.sources & reached}
    assert reached | {Stage.DRAFT} == without
    for stage in without - {Stage.DRAFT, Stage.REPORTED, *ends, Stage.ENTERED_IN_ERROR}:
        assert any(stage in one.sources and one.target in without - {stage} for one in STEPS.values())


def test_a_referral_stands_at_one_of_the_words_of_its_stage(cast, today):
    asked = add_status(cast.cleo, NewStatus(stage="acknowledged", label="With Dr Okafor"))
    other = add_status(cast.cleo, NewStatus(stage="accepted", label="Calls made"))
    here = add_status(cast.mia, NewStatus(stage="acknowledged", label="X-rays asked for", sites=(cast.leeds,), place=1))
    elsewhere = add_status(cast.cleo, NewStatus(stage="acknowledged", label="At Hull", sites=(cast.hull,)))
    id = inbound(cast)
    step(cast.ana, id, "acknowledge")
    assert [each.id for each in referral.one(cast.ana, id).statuses] == [here, asked]
    referral.set_sub_status(cast.ana, id, 2, asked)
    assert referral.one(cast.ana, id).sub_status == shown(cast.ana, id).sub_status == "With Dr Okafor"
    assert timeline(cast.ana, "referral", id)[0].sentence == "Stands at With Dr Okafor"
    found = [row.id for row in referral.board(cast.ana, Wanted(sub_status=asked)).rows]
    assert found == [id]
    for wrong in (other, elsewhere, 999):
        with pytest.raises(Lacking):
            referral.set_sub_status(cast.ana, id, 3, wrong)
    with pytest.raises(Changed):
        referral.set_sub_status(cast.ana, id, 2, here)
    with pytest.raises(NotFound):
        referral.set_sub_status(cast.dev, id, 3, here)
    with pytest.raises(NotFound):
        referral.set_sub_status(cast.cleo, id + 99, None, here)
    assert step(cast.ana, id, "accept").sub_status == ""


def test_what_stands_at_a_word_that_ended_stays_there(cast, today):
    asked = add_status(cast.cleo, NewStatus(stage="sent", label="Looked at"))
    id = inbound(cast)
    referral.set_sub_status(cast.ana, id, 1, asked)
    end_status(cast.cleo, asked, 1)
    stands = referral.one(cast.ana, id)
    assert (stands.sub_status, stands.statuses) == ("Looked at", ())
    referral.set_sub_status(cast.ana, id, 2, None)
    with pytest.raises(NotNow, match="has ended"):
        change_status(cast.cleo, asked, 2, NewStatus(stage="sent", label="Seen"))


def test_sub_statuses_are_checked(cast, today):
    with pytest.raises(Lacking):
        add_status(cast.cleo, NewStatus(stage="completed", label="Filed"))
    first = add_status(cast.cleo, NewStatus(stage="sent", label="Looked at"))
    with pytest.raises(Lacking, match="already"):
        add_status(cast.cleo, NewStatus(stage="sent", label="looked AT"))
    with pytest.raises(Lacking, match="its stage"):
        change_status(cast.cleo, first, 1, NewStatus(stage="accepted", label="Looked at"))
    with pytest.raises(NotAllowed):
        end_status(cast.mia, first, 1)
    change_status(cast.cleo, first, 1, NewStatus(stage="sent", label="Read"))
    york = replace(cast.mia, sites=frozenset({cast.york}))
    assert [each.part for each in workflow.history(york)] == ["status", "status"]


def test_what_stands_at_a_place_is_said_of_that_place_alone(cast, today):
    set_stage(cast.cleo, Stage.SENT, None, NOBODY, Naming({"inbound": "New"}))
    flow = workflow.workflow(cast.mia)
    assert naming(flow, Stage.SENT, None) == Naming({"inbound": "New"})
    assert naming(flow, Stage.SENT, cast.leeds) == NOBODY
