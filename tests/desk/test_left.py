"""What was begun and left for a day comes back to whoever began it, until it is sent or discarded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from core import clock, desk, task
from core.access import machine
from core.errors import NotAllowed
from core.rule import react
from core.work import work
from data.tables import account
from tests.desk.test_desk import begun, whole

JOB = machine("job:drafts")


def left(days=1):
    with clock.telling(clock.now() + timedelta(days=days)):
        found = desk.remind(JOB)
        while react():
            pass
    return found


def tasks(actor):
    return [(each.kind, each.title) for each in task.mine(actor)]


def test_its_author_is_asked_once_to_finish_it(cast):
    desk.keep(cast.ana, begun(site_id=cast.leeds))
    assert desk.remind(JOB) == 0
    assert left() == 1
    assert tasks(cast.ana) == [("finish_draft", "Finish and send the referral you began: Iris Okafor, Endodontics")]
    assert tasks(cast.ben) == tasks(cast.dev) == []
    assert left(30) == 0


@pytest.mark.parametrize("end", ["send", "discard"])
def test_the_task_ends_when_it_is_sent_or_discarded(cast, end):
    kept = desk.keep(cast.ana, begun())
    left()
    if end == "send":
        desk.send(cast.ana, whole(cast), kept.id)
    else:
        desk.discard(cast.ana, kept.id)
    while react():
        pass
    assert tasks(cast.ana) == []


def test_whoever_takes_it_over_is_reminded_after_another_day(cast):
    kept = desk.keep(cast.ana, begun(site_id=cast.leeds))
    left()
    with clock.telling(clock.now() + timedelta(days=2)):
        desk.take_over(cast.mia, kept.id)
        assert left(0) == 0
        assert tasks(cast.ana) == tasks(cast.mia) == []
        assert left(1) == 1
        assert [kind for kind, _ in tasks(cast.mia)] == ["finish_draft"]


def test_working_on_it_again_and_leaving_it_again_leaves_one_task(cast):
    kept = desk.keep(cast.ana, begun())
    left()
    desk.keep(cast.ana, begun(said={"given_name": "Iris"}), kept.id, kept.saved_at)
    assert left(2) == 1
    assert tasks(cast.ana) == [("finish_draft", "Finish and send the referral you began: Iris")]


def test_what_somebody_who_left_has_begun_waits_for_the_site(cast):
    desk.keep(cast.ana, begun(site_id=cast.leeds))
    with work() as db:
        db.execute(update(account).where(account.c.id == cast.ana.account_id).values(disabled_at=clock.now()))
    left()
    assert [kind for kind, _ in tasks(cast.ben)] == ["finish_draft"]
    assert tasks(cast.dev) == []


def test_after_a_month_without_jobs_each_comes_up_once(cast):
    for number in range(205):
        desk.keep(cast.ana, begun(said={"given_name": str(number)}))
    assert left(31) == 205
    assert left(31) == 0
    assert task.today(cast.ana).open == 205


def test_only_the_jobs_process_looks_for_them(cast):
    with pytest.raises(NotAllowed):
        desk.remind(cast.mia)


def test_two_jobs_processes_find_each_once(cast):
    for number in range(40):
        desk.keep(cast.ana, begun(said={"given_name": str(number)}))
    with clock.telling(clock.now() + timedelta(days=1)), ThreadPoolExecutor(2) as pool:
        moment = clock.now()
        both = [pool.submit(told, moment, desk.remind) for _ in range(2)]
    assert sum(one.result() for one in both) == 40


def told(moment, job):
    with clock.telling(moment):
        return job(JOB)
