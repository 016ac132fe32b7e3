"""The lifecycle holds the harmonised state machine of HL7 BSeR and IHE 360X, and nothing ends without a way there."""

import csv
from pathlib import Path

import pytest

from core.errors import NotNow
from core.referral.lifecycle import STEPS, Party, follow, mermaid, open_from, parties
from core.referral.stage import CLOSED, OPEN, STAGES, Direction, Stage, label, todo

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "derived" / "bser-360x-transitions.csv"

STAGES_OF = {
    "": {Stage.DRAFT},
    "2.0": {Stage.SENT, Stage.ACKNOWLEDGED, Stage.NEEDS_INFORMATION},
    "3.0": {Stage.ACCEPTED, Stage.WAITLISTED},
    "4.0": {Stage.DECLINED, Stage.REDIRECTED},
    "5.1": {Stage.BOOKED, Stage.MISSED, Stage.APPOINTMENT_CANCELLED, Stage.IN_TREATMENT},
    "5.1.1": {Stage.BOOKED},
    "5.1.2": {Stage.MISSED},
    "5.1.3": {Stage.APPOINTMENT_CANCELLED},
    "5.1.4": {Stage.IN_TREATMENT},
    "5.2": {Stage.CANCEL_REQUESTED},
    "6.0": {Stage.CANCELLED},
    "7.0": {Stage.REPORTED, Stage.COMPLETED},
}
I, R = Party.INITIATOR, Party.RECIPIENT  # noqa: E741 - short names keep the table readable
FACTS = [
    (I, "", "2.0"), (R, "2.0", "3.0"), (R, "2.0", "4.0"), (I, "2.0", "5.2"), (R, "3.0", "4.0"), (R, "3.0", "5.1.1"),
    (I, "3.0", "5.2"), (R, "3.0", "5.1.4"), (R, "3.0", "7.0"), (R, "5.1.1", "4.0"), (R, "5.1.1", "5.1.1"),
    (R, "5.1.1", "5.1.2"), (R, "5.1.1", "5.1.3"), (I, "5.1.1", "5.2"), (R, "5.1.1", "5.1.4"), (R, "5.1.1", "7.0"),
    (R, "5.1.2", "4.0"), (R, "5.1.2", "5.1.1"), (R, "5.1.2", "5.1.3"), (I, "5.1.2", "5.2"), (R, "5.1.3", "5.1.1"),
    (I, "5.1.3", "5.2"), (R, "5.2", "6.0"), (R, "5.2", "7.0"), (R, "5.1.4", "4.0"), (R, "5.1.4", "5.1.1"),
    (R, "5.1.4", "5.1.3"), (I, "5.1.4", "5.2"), (R, "5.1.4", "5.1.4"), (R, "5.1.4", "7.0"), (R, "3.0", "5.1"),
    (R, "5.1", "4.0"), (I, "5.1", "5.2"),
]  # fmt: skip
"""(who, from, to) of the published transitions, by business status; two published rows share one of these."""


def leads(party: Party, before: str, after: str) -> bool:
    return any(
        step.party is party and step.sources & STAGES_OF[before] and step.target in STAGES_OF[after]
        for step in STEPS.values()
    )


@pytest.mark.parametrize(("party", "before", "after"), FACTS)
def test_every_published_transition_is_a_step(party, before, after):
    assert leads(party, before, after)


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published table is not here")
def test_the_copied_facts_are_the_published_ones():
    with PUBLISHED.open() as file:
        rows = list(csv.DictReader(file))
    told = {
        (r["actor"], r["from_business"].split()[0] if r["from_business"] else "", r["to_business"].split()[0])
        for r in rows
    }
    assert len(rows) == 34
    assert told == {(party.value, before, after) for party, before, after in FACTS}


def test_only_the_initiator_asks_to_cancel_and_only_the_recipient_decides_schedules_and_reports():
    assert STEPS["ask_cancel"].party is Party.INITIATOR
    ours = [
        "accept",
        "decline",
        "redirect",
        "waitlist",
        "book",
        "reschedule",
        "miss",
        "cancel_appointment",
        "attend",
        "report",
    ]
    assert {STEPS[name].party for name in ours} == {Party.RECIPIENT}


def test_every_stage_is_reached_and_every_open_stage_can_be_left():
    reached = {step.target for step in STEPS.values()} | {Stage.DRAFT}
    assert reached - {None} == set(Stage)
    for stage in OPEN:
        assert any(step.target not in {None, stage} for step in open_from(stage)), stage


def test_completion_needs_a_report_first():
    assert STEPS["complete"].sources == {Stage.REPORTED}
    assert all("outcome" in step.needs for step in STEPS.values() if step.target is Stage.REPORTED)


def test_closing_without_completing_asks_for_a_reason_or_a_note():
    for step in STEPS.values():
        if step.exits and step.name != "confirm_cancel":
            assert {"reason", "comment"} & set(step.needs), step.name


def test_a_step_that_does_not_lead_on_is_refused_in_a_sentence():
    with pytest.raises(NotNow, match="moved on"):
        follow(Stage.SENT, "complete")
    with pytest.raises(NotNow):
        follow(Stage.SENT, "teleport")


def test_for_every_role_one_step_is_likely_from_every_open_stage_and_is_the_first_button():
    """Where a report is due, those who may only prepare it are offered that, and those who sign are offered to sign."""
    for stage in OPEN:
        likely = [step for step in open_from(stage) if stage in step.likely]
        assert likely == open_from(stage)[: len(likely)], stage
        assert all(stage in step.sources for step in likely)
        assert len({step.permission for step in likely}) == len(likely) > 0
        assert len(likely) == 1 or [step.name for step in likely] == ["report", "prepare_report"]


def test_a_referral_on_hold_is_first_of_all_taken_off_it():
    assert open_from(Stage.ACCEPTED, held=True)[0].name == "resume"


def test_inside_the_group_the_site_decides_the_side():
    assert parties(Direction.INTERNAL, at_site=True, at_from_site=False) == {Party.RECIPIENT, Party.EITHER}
    assert parties(Direction.INTERNAL, at_site=False, at_from_site=True) == {Party.INITIATOR, Party.EITHER}
    assert parties(Direction.INBOUND, at_site=True, at_from_site=False) == set(Party)
    assert parties(Direction.INBOUND, at_site=False, at_from_site=False) == set()


def test_every_stage_has_words_on_both_sides():
    for stage, facts in STAGES.items():
        for direction in Direction:
            assert label(stage, direction)
            assert bool(todo(stage, direction)) is (stage not in CLOSED), (stage, facts)


def test_the_diagram_names_every_step_that_moves():
    drawn = mermaid()
    for step in STEPS.values():
        if step.target and step.name != "correct":
            assert f"{step.target}: {step.label}" in drawn
