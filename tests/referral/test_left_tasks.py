"""A referral that ends closes what people added about it only if somebody says so; nothing is ever silently lost."""

import pytest

from core import referral, task
from core.access import machine
from core.audit import timeline
from core.referral import STEPS, Answers, Ask, Stage
from core.referral.stage import CLOSED
from core.several import Chosen
from core.task import Rhythm, Unit
from tests.referral.story import inbound, internal, only_at, step
from tests.task.added import add

pytestmark = pytest.mark.usefixtures("today")
WHY = {"reason": "decline.no_capacity"}


@pytest.fixture
def about(cast):
    """A referral, and a task of each kind about it: added once, added and coming again, and opened by a rule."""
    number = inbound(cast)
    told = {"subject": "referral", "subject_id": number, "site_id": None}
    found = {"once": add(cast, **told), "again": add(cast, rhythm=Rhythm(Unit.DAY), **told)}
    return number, found


def states(cast, number):
    return sorted(one.state for one in task.of(cast.ana, "referral", number) if one.kind == "added")


def test_every_step_that_ends_a_referral_asks_about_its_tasks():
    ending = {name for name, step in STEPS.items() if step.target in CLOSED}
    assert ending == {name for name, step in STEPS.items() if Ask.TASKS in step.offers}


def test_closed_with_it_they_are_told_on_its_timeline_and_come_no_more(cast, about):
    number, _ = about
    given = Answers(**WHY, close_tasks=True)
    assert referral.take_step(cast.ana, number, None, "decline", given) == 0
    assert states(cast, number) == ["dropped", "dropped"]
    told = [entry for entry in timeline(cast.ana, "referral", number) if entry.kind == "task:dropped"]
    assert [entry.comment for entry in told] == ["Closed with the referral"] * 2
    assert task.open_due(machine("job:recurring")) == 0


def test_without_an_answer_they_stay_open_and_the_result_says_how_many(cast, about):
    number, _ = about
    assert referral.take_step(cast.ana, number, None, "decline", Answers(**WHY)) == 2
    assert referral.one(cast.ana, number).now.stage is Stage.DECLINED
    assert states(cast, number) == ["open", "open"]
    assert referral.one(cast.ana, number).added == 2


def test_a_step_that_goes_on_leaves_them_alone_and_says_nothing(cast, about):
    number, _ = about
    assert referral.take_step(cast.ana, number, None, "accept", Answers(close_tasks=True)) == 0
    assert states(cast, number) == ["open", "open"]


def test_completing_is_asked_about_too(cast):
    number = inbound(cast)
    step(cast.ana, number, "accept")
    step(cast.ben, number, "report", diagnosis="Caries", treatment="Filled")
    add(cast, subject="referral", subject_id=number, site_id=None)
    assert referral.take_step(cast.ana, number, None, "complete") == 1
    assert referral.take_step(cast.mia, number, None, "correct", Answers(comment="Typed twice", close_tasks=True)) == 0


def test_many_at_once_leave_theirs_open_and_each_says_how_many(cast, about):
    number, _ = about
    other = inbound(cast)
    chosen = [Chosen(each, referral.one(cast.ana, each).now.version) for each in (number, other)]
    became = list(referral.take_steps(cast.ana, chosen, "decline", Answers(**WHY)))
    assert [(one.refused, one.left) for one in became] == [("", 2), ("", 0)]


def test_a_colleagues_task_at_another_site_is_not_closed_by_who_cannot_see_it(cast):
    number = internal(cast)
    at_york = add(cast, subject="referral", subject_id=number, site_id=cast.york)
    at_leeds = add(cast, subject="referral", subject_id=number, site_id=cast.leeds)
    here = referral.one(cast.ana, number).now.site_id
    hidden = at_york if here == cast.leeds else at_leeds
    only_there = only_at(cast.ana, [here])
    given = Answers(**WHY, close_tasks=True)
    assert referral.take_step(only_there, number, None, "decline", given) == 1
    one = task.one(cast.ana, hidden)
    assert one is not None
    assert one.state == "open"
