"""A rule opens tasks with a priority and a checklist; rules from before name neither, and stay as they are."""

import pytest

from core import task
from core.task import Priority
from tests.referral.story import inbound, step
from tests.rule.keeping import TASK, made, react

pytestmark = pytest.mark.usefixtures("today")
LINES = ["Ring {{ patient }}", "Tell {{ site }}", "{% if recipient %}Ask {{ recipient }}{% endif %}"]


def opened(cast):
    """The task of the one rule that is on, after a referral was accepted."""
    number = inbound(cast)
    step(cast.ana, number, "accept")
    react()
    (one,) = (each for each in task.of(cast.ana, "referral", number) if each.kind == "follow_up")
    return one


def test_a_rule_names_a_priority_and_lines_that_speak_of_what_is_known(cast):
    made(cast.adam, do=[TASK | {"priority": "high", "checklist": LINES}])
    one = opened(cast)
    assert one.priority is Priority.HIGH
    assert [line.text for line in one.checklist] == [f"Ring {one.patient}", "Tell Leeds Dental"]


def test_a_rule_that_names_neither_opens_an_ordinary_task(cast):
    made(cast.adam)
    one = opened(cast)
    assert (one.priority, one.checklist) == (Priority.NORMAL, ())
