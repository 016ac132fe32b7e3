"""Every view of the tasks shows what it says, in its order, page by page, and nothing of other sites."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from core import referral, task
from core.task import VIEWS, Priority, Waiting, Wanted
from core.work import reading, work
from data.tables import task as table
from tests import make
from tests.referral.story import inbound, internal
from tests.task.added import add, day, the
from tests.world.noted import noted

pytestmark = pytest.mark.usefixtures("today")


def ids(actor, view, **more):
    return [one.id for one in task.tasks(actor, Wanted(view=view, **more)).rows]


@pytest.fixture
def several(cast):
    """One task of each standing, at Leeds and York, by name."""
    ana, ben = cast.ana.account_id, cast.ben.account_id
    found = {
        "anas": add(cast, owner_id=ana, due_on=day(2)),
        "bens": add(cast, owner_id=ben, due_on=day(1), priority=Priority.HIGH),
        "pool": add(cast, due_on=day(3)),
        "york": add(cast, site_id=cast.york, due_on=day(4)),
        "late": add(cast, owner_id=ana, due_on=day(-1)),
        "asleep": add(cast, owner_id=ana, due_on=day(5)),
        "done": add(cast, owner_id=ana),
        "dropped": add(cast),
    }
    task.snooze(cast.ana, found["asleep"], 1, day(2))
    task.finish(cast.ana, found["done"], 1)
    task.drop(cast.ana, found["dropped"], 1, "Not needed")
    return found


def test_each_view_shows_what_it_says(cast, several):
    def named(actor, view):
        return [name for number in ids(actor, view) for name, known in several.items() if known == number]

    assert named(cast.ana, "mine") == ["late", "anas"]
    assert named(cast.ana, "pool") == ["pool", "york"]
    assert named(cast.ana, "all") == ["late", "bens", "anas", "pool", "york"]
    assert named(cast.ben, "all") == ["late", "bens", "anas", "pool"]
    assert named(cast.ana, "overdue") == ["late"]
    assert named(cast.ana, "asleep") == ["asleep"]
    assert named(cast.ana, "done") == ["dropped", "done"]
    for view in ("mine", "pool", "all", "overdue", "asleep", "done"):
        assert named(cast.dev, view) == []


def test_filters_narrow_what_is_shown(cast, several):
    assert ids(cast.ana, "all", site=cast.york) == [several["york"]]
    assert ids(cast.ana, "all", site=cast.hull) == []
    assert ids(cast.ana, "all", owner=str(cast.ben.account_id)) == [several["bens"]]
    assert ids(cast.ana, "all", owner="pool") == [several["pool"], several["york"]]
    assert ids(cast.ana, "all", priority="high") == [several["bens"]]
    assert ids(cast.ana, "all", subject="referral") == []
    assert len(ids(cast.ana, "all", subject="site")) == 5


def test_a_task_is_found_by_the_beginnings_of_words_of_its_title_or_its_patient(cast):
    rose = make.patient("Rosé O'Tyler", at=cast.leeds)
    about_her = add(cast, title="Send the crown shade", subject="patient", subject_id=rose, site_id=None)
    other = add(cast, title="Rota for the week")
    assert ids(cast.ana, "all", typed="rose otyl") == [about_her]
    assert ids(cast.ana, "all", typed="cro sha") == [about_her]
    assert sorted(ids(cast.ana, "all", typed="ro")) == [about_her, other]
    assert ids(cast.ana, "all", typed="') OR 1=1 --") == []
    assert ids(cast.dev, "all", typed="rose") == []


@pytest.mark.database("sqlite")
def test_no_view_reads_tasks_but_through_an_index(cast, several):
    """Whoever looks, and whatever is typed: a scan would grow with everything that was ever done."""
    looks = [Wanted(view=view) for view in VIEWS] + [Wanted(view="done", typed="ord fil", site=cast.leeds)]
    with noted() as told:
        for wanted in looks:
            task.tasks(cast.ana, wanted)
        task.today(cast.ana)
        task.late(cast.ana)
        task.open_counts(cast.ana, [1, 2])
    assert len(told) == len(looks) + 3
    for statement, parameters in told:
        with reading() as db:
            plan = [row[3] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        assert not [step for step in plan if step.split()[:2] == ["SCAN", "task"]], (statement, plan)


def test_pages_follow_one_another_without_a_gap_at_equal_moments(cast):
    made = [add(cast, site_id=(cast.leeds, cast.york)[n % 2], due_on=day(n // 3)) for n in range(9)]
    for view, last in (("all", False), ("done", True)):
        if last:
            for number in made:
                task.finish(cast.ana, number, 1)
        first = task.tasks(cast.ana, Wanted(view=view), limit=4)
        second = task.tasks(cast.ana, Wanted(view=view, after=first.next), limit=4)
        third = task.tasks(cast.ana, Wanted(view=view, after=second.next), limit=4)
        seen = [one.id for page in (first, second, third) for one in page.rows]
        assert seen == (made[::-1] if last else seen)
        assert sorted(seen) == sorted(made)
        assert third.next is None


def test_an_address_is_read_with_care():
    assert Wanted.read({}) == Wanted()
    odd = {"view": "x", "site": "1e5", "owner": "me", "priority": "?", "subject": "x", "typed": " a\x00b "}
    assert Wanted.read(odd) == Wanted(typed="ab")
    assert Wanted.read({"view": "pool", "site": "3", "owner": "7", "priority": "low", "subject": "other"}) == Wanted(
        "pool", 3, "7", "low", "other"
    )


def test_the_day_in_numbers(cast, several):
    found = task.today(cast.ana)
    assert (found.overdue, found.today, found.pool, found.mentions) == (1, 0, 2, 0)
    add(cast, owner_id=cast.ana.account_id)
    assert (task.today(cast.ana).today, task.late(cast.ana)) == (1, 1)
    assert task.today(cast.dev) == task.Today()
    assert task.late(cast.dev) == 0


def test_today_ends_with_the_day_of_each_site(cast, clock):
    clock.to(datetime(2026, 7, 14, 22, 30, tzinfo=UTC))  # 23:30 in Leeds
    for n in (0, 1):
        add(cast, owner_id=cast.ana.account_id, due_on=datetime(2026, 7, 14 + n, tzinfo=UTC).date())
    assert (task.today(cast.ana).overdue, task.today(cast.ana).today) == (0, 1)


def test_open_tasks_are_counted_for_many_referrals_at_once(cast):
    one, other, sent = inbound(cast), inbound(cast), internal(cast)
    add(cast, subject="referral", subject_id=one, site_id=None)
    add(cast, subject="referral", subject_id=one, site_id=None, due_on=day(-1))
    add(cast, subject="referral", subject_id=sent, site_id=cast.york)
    found = task.open_counts(cast.ana, [one, other, sent])
    assert found == {one: Waiting(2, 1), sent: Waiting(1, 0)}
    assert [str(each) for each in (*found.values(), Waiting(), Waiting(1, 1))] == [
        "2 tasks, 1 overdue",
        "1 task",
        "",
        "1 task overdue",
    ]
    assert task.open_counts(cast.ben, [one, sent]) == {one: Waiting(2, 1)}
    assert task.open_counts(cast.dev, [one, sent]) == {}


def test_that_somebody_was_mentioned_is_theirs_to_see(cast):
    number = inbound(cast)
    referral.note(cast.ana, number, "@Ben please look at this")
    (mention,) = task.of(cast.ben, "referral", number)
    assert task.of(cast.ana, "referral", number) == []
    assert task.one(cast.ana, mention.id) is None
    assert task.open_counts(cast.ana, [number]) == {}
    assert task.today(cast.ben).mentions == 1


def test_older_tasks_are_given_the_words_they_are_found_by(cast):
    number = add(cast, title="Überweisung prüfen")
    with work() as db:
        db.execute(update(table).values(search=""))
    assert ids(cast.ana, "all", typed="uber") == []
    with work() as db:
        task.give_words(db)
    assert ids(cast.ana, "all", typed="uber") == [number]
    assert the(cast.ana, number).title == "Überweisung prüfen"
