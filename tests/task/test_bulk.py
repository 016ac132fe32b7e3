"""Many tasks at once: each by itself, and each with its own answer."""

import pytest

from core import task
from core.errors import NotAllowed
from core.several import Chosen
from tests.task.added import add, day, the

pytestmark = pytest.mark.usefixtures("today")


def chosen(actor, ids):
    return [Chosen(number, the(actor, number).version) for number in ids]


def test_many_are_done_with_one_note_and_one_that_was_changed_meanwhile_is_told(cast):
    several = [add(cast) for _ in range(3)]
    seen = chosen(cast.ana, several)
    task.take(cast.ben, several[1], 1)
    became = list(task.finish_each(cast.ana, seen, "All came on Friday"))
    assert [bool(one.refused) for one in became] == [False, True, False]
    assert "Somebody else changed" in became[1].refused
    assert [the(cast.ana, number).state for number in several] == ["done", "open", "done"]
    assert the(cast.ana, several[2]).note == "All came on Friday"


def test_many_are_given_to_one_person_as_far_as_they_work_there(cast):
    here, there = add(cast), add(cast, site_id=cast.york)
    became = list(task.assign_each(cast.ana, chosen(cast.ana, [here, there]), cast.ben.account_id))
    assert [one.refused for one in became] == ["", "Choose somebody who works at this site."]
    assert the(cast.ana, here).owner == "Ben Okafor"


def test_many_are_put_off_until_one_day(cast):
    several = [add(cast) for _ in range(2)]
    assert not any(one.refused for one in task.snooze_each(cast.ana, chosen(cast.ana, several), day(4)))
    assert task.mine(cast.ana) == []


def test_dev_does_nothing_with_many_tasks_of_leeds(cast):
    number = add(cast)
    for became in (
        task.finish_each(cast.dev, [Chosen(number, 1)]),
        task.assign_each(cast.dev, [Chosen(number, 1)], None),
        task.snooze_each(cast.dev, [Chosen(number, 1)], day(1)),
    ):
        assert [one.refused for one in became] == ["There is no such task at your sites."]
    with pytest.raises(NotAllowed):
        task.finish_each(cast.cleo, [Chosen(number, 1)])
