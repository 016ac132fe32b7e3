"""Tasks are opened once, belong to a site, and are never overwritten unseen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core import clock, task
from core.access import Role, machine
from core.audit import About
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow
from core.task import Opening
from core.work import reading, work
from data.tables import event
from tests import make

RULE = machine("rule:test")


def opened(cast, key="1", at=None, due_at=None, **more):
    asked = {"kind": "rebook", "title": "Call Rose Tyler", "about": About("referral", 1, at or cast.leeds)}
    with work() as db:
        due = due_at or clock.now() + timedelta(hours=1)
        return task.open_task(db, RULE, Opening(key=key, due_at=due, **(asked | more)))


def the(actor, task_id):
    (found,) = (one for one in task.of(actor, "referral", 1) if one.id == task_id)
    return found


def kinds():
    with reading() as db:
        kept = select(event.c.kind).where(event.c.kind.startswith("task:")).order_by(event.c.id)
        return list(db.execute(kept).scalars())


def test_a_task_is_opened_once_for_its_key(cast):
    assert opened(cast, key="17:missed:rebook") is not None
    assert opened(cast, key="17:missed:rebook") is None
    assert len(task.of(cast.ana, "referral", 1)) == 1
    assert kinds() == ["task:opened"]


def test_a_title_too_long_is_shortened_visibly(cast):
    title = the(cast.ana, opened(cast, title="x" * 300)).title
    assert (len(title), title[-1]) == (200, "…")


def test_a_finished_task_keeps_what_came_of_it(cast):
    task_id = opened(cast)
    task.finish(cast.ana, task_id, 1, "She will come on Friday")
    done = the(cast.ana, task_id)
    assert (done.state, done.note, done.version) == ("done", "She will come on Friday", 2)
    assert done.ended_at is not None
    assert task.mine(cast.ana) == []
    assert kinds() == ["task:opened", "task:done"]


def test_the_second_of_two_people_is_told(cast):
    task_id = opened(cast)
    task.take(cast.ben, task_id, 1)
    with pytest.raises(Changed):
        task.take(cast.ana, task_id, 1)
    assert the(cast.ana, task_id).owner == "Ben Okafor"
    task.finish(cast.ben, task_id, 2)
    with pytest.raises(NotNow, match="already done"):
        task.finish(cast.ana, task_id, 3)


def test_a_task_is_given_only_to_somebody_who_works_there(cast):
    task_id = opened(cast)
    with pytest.raises(Lacking, match="works at this site"):
        task.assign(cast.ana, task_id, 1, cast.dev.account_id)
    task.assign(cast.ana, task_id, 1, cast.ben.account_id)
    assert the(cast.mia, task_id).owner == "Ben Okafor"
    task.assign(cast.ben, task_id, 2, None)
    assert the(cast.mia, task_id).owner_id is None


def test_the_front_desk_takes_and_gives_back_but_does_not_give_to_others(cast):
    desk, task_id = replace(cast.ana, role=Role.FRONT_DESK), opened(cast)
    with pytest.raises(NotAllowed):
        task.assign(desk, task_id, 1, cast.ben.account_id)
    task.take(desk, task_id, 1)
    assert the(desk, task_id).owner == "Ana Costa"


def test_open_tasks_of_some_kinds_are_dropped(cast):
    rebook, outcome = opened(cast), opened(cast, key="2", kind="ask_outcome")
    opened(cast, key="3", about=About("referral", 2, cast.leeds))
    with work() as db:
        assert task.drop_open(db, RULE, About("referral", 1, cast.leeds), ["rebook"]) == 1
    assert (the(cast.ana, rebook).state, the(cast.ana, outcome).state) == ("dropped", "open")
    assert len(task.of(cast.ana, "referral", 2)) == 1
    with work() as db:
        assert task.drop_open(db, RULE, About("referral", 1, cast.leeds), ["rebook"]) == 0


def test_mine_are_my_own_and_nobodys_by_due_time(cast):
    later = opened(cast, key="later", due_at=clock.now() + timedelta(days=2))
    sooner = opened(cast, key="sooner")
    bens = opened(cast, key="bens", owner_id=cast.ben.account_id)
    assert [one.id for one in task.mine(cast.ana)] == [sooner, later]
    assert [one.id for one in task.mine(cast.ben)] == [sooner, bens, later]


def test_mine_are_read_page_by_page(cast):
    due = clock.now()
    ids = [opened(cast, key=str(n), due_at=due + timedelta(hours=n // 2)) for n in range(6)]
    first = task.mine(cast.ana, limit=3)
    rest = task.mine(cast.ana, after=(first[-1].due_at, first[-1].id))
    assert [one.id for one in first + rest] == ids


def test_a_task_shows_who_and_where(cast):
    rose = make.patient("Rose Tyler", at=cast.leeds)
    opened(cast, about=About("referral", 1, cast.leeds, rose))
    (shown,) = task.mine(cast.ana)
    assert (shown.patient, shown.site, shown.owner) == ("Rose Tyler", "Leeds Dental", "")


def test_overdue_and_today_are_counted_by_the_sites_own_day(cast, clock):
    clock.to(datetime(2026, 7, 14, 21, 30, tzinfo=UTC))  # 22:30 in Leeds, so that its day ends at 23:00 UTC
    day = datetime(2026, 7, 14, tzinfo=UTC)
    for key, hours in (("late", 20), ("tonight", 22.5), ("tomorrow", 23.5)):
        opened(cast, key=key, due_at=day + timedelta(hours=hours), owner_id=cast.ana.account_id)
    found = task.today(cast.ana)
    assert (found.open, found.overdue, found.today) == (3, 1, 1)


def test_dev_sees_and_does_nothing_at_leeds(cast):
    task_id = opened(cast)
    assert task.mine(cast.dev) == []
    assert task.of(cast.dev, "referral", 1) == []
    assert task.today(cast.dev).open == 0
    for act in (task.finish, task.take):
        with pytest.raises(NotFound):
            act(cast.dev, task_id, 1)
    with pytest.raises(NotFound):
        task.assign(cast.dev, task_id, 1, None)
    assert the(cast.ana, task_id).state == "open"


def test_those_who_do_no_tasks_are_refused(cast):
    for ask in (task.mine, task.today):
        with pytest.raises(NotAllowed):
            ask(cast.adam)
    with pytest.raises(NotAllowed):
        task.of(cast.cleo, "referral", 1)
