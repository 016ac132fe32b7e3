"""What nobody acknowledged in time comes up once, with a task for whoever follows it up."""

from datetime import timedelta

import pytest

from core import audit, clock, referral, task
from core.access import machine
from core.errors import NotAllowed
from core.referral import Urgency
from core.rule import react
from tests.referral.story import inbound, internal, outbound, step

JOB = machine("job:clocks")
MONTH = timedelta(days=31)


def late(after=MONTH):
    with clock.telling(clock.now() + after):
        told = referral.tell_due(JOB)
        settle()
    return told


def settle():
    while react():
        pass


def chased(actor, referral_id):
    return [(one.title, one.owner) for one in task.of(actor, "referral", referral_id) if one.kind == "chase"]


def open_chases(actor):
    return [one.title for one in task.mine(actor) if one.kind == "chase"]


def test_the_owner_is_asked_once_to_ask_whether_it_arrived(cast):
    id = outbound(cast)
    assert referral.tell_due(JOB) == 0
    assert late() == 2, "at risk, then late"
    assert late() == 0
    assert chased(cast.ana, id) == [("Ask Aire Oral Surgery whether the referral of Tom O'Brien arrived", "Ana Costa")]
    assert open_chases(cast.ben) == []
    sentences = [entry.sentence for entry in audit.timeline(cast.ana, "referral", id)]
    assert any(sentence.startswith("Late: acknowledgement, was due ") for sentence in sentences)


def test_what_came_in_is_to_be_acknowledged_by_whoever_is_there(cast):
    id = internal(cast)
    late()
    assert chased(cast.ben, id) == [("Acknowledge the referral of Mei Lin from York Dental", "")]
    assert open_chases(cast.dev) == []


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("acknowledge", {}),
        ("accept", {}),
        ("ask_information", {"comment": "Which tooth?"}),
        ("decline", {"reason": "decline.no_capacity"}),
    ],
)
def test_an_answer_ends_the_task(cast, name, given):
    id = inbound(cast)
    late()
    assert open_chases(cast.ana)
    step(cast.ana, id, name, **given)
    settle()
    assert open_chases(cast.ana) == []


def test_what_is_acknowledged_or_on_hold_does_not_come_up(cast):
    acknowledged, held = inbound(cast), outbound(cast)
    step(cast.ana, acknowledged, "acknowledge")
    step(cast.ana, held, "hold", reason="hold.tests", until_on=clock.now().date() + timedelta(days=2))
    late()
    assert chased(cast.ana, acknowledged) == chased(cast.ana, held) == []


def test_an_urgent_one_has_its_telephone_task_already(cast):
    id = outbound(cast, urgency=Urgency.URGENT)
    late()
    assert "confirm_by_telephone" in [one.kind for one in task.of(cast.ana, "referral", id)]
    assert chased(cast.ana, id) == []


def test_only_the_jobs_process_looks_for_them(cast):
    with pytest.raises(NotAllowed):
        referral.tell_due(cast.mia)
