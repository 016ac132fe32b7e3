"""What nobody acknowledged in time comes up once, with a task for whoever follows it up."""

from datetime import timedelta

import pytest

from core import audit, clock, referral, task
from core.access import machine
from core.errors import NotAllowed
from core.referral import Urgency
from core.rule import react
from tests.referral.story import inbound, internal, outbound, step

JOB = machine("job:unanswered")
MONTH = timedelta(days=31)


def late(after=MONTH):
    with clock.telling(clock.now() + after):
        found = referral.note_unanswered(JOB)
        settle()
    return found


def settle():
    while react():
        pass


def chased(actor, referral_id):
    return [(one.title, one.owner) for one in task.of(actor, "referral", referral_id) if one.kind == "chase"]


def open_chases(actor):
    return [one.title for one in task.mine(actor) if one.kind == "chase"]


def test_the_owner_is_asked_once_to_ask_whether_it_arrived(cast):
    id = outbound(cast)
    assert referral.note_unanswered(JOB) == 0
    assert late() == 1
    assert late() == 0
    assert chased(cast.ana, id) == [("Ask Aire Oral Surgery whether the referral of Tom O'Brien arrived", "Ana Costa")]
    assert open_chases(cast.ben) == []
    assert "Not acknowledged in time" in [entry.sentence for entry in audit.timeline(cast.ana, "referral", id)]


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
    step(cast.ana, inbound(cast), "acknowledge")
    until = clock.now().date() + timedelta(days=2)
    step(cast.ana, outbound(cast), "hold", reason="hold.tests", until_on=until)
    assert late() == 0


def test_an_urgent_one_has_its_telephone_task_already(cast):
    id = outbound(cast, urgency=Urgency.URGENT)
    assert late() == 1
    assert "confirm_by_telephone" in [one.kind for one in task.of(cast.ana, "referral", id)]
    assert chased(cast.ana, id) == []


def test_only_the_jobs_process_looks_for_them(cast):
    with pytest.raises(NotAllowed):
        referral.note_unanswered(cast.mia)
