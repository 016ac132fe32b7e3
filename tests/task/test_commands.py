"""People add tasks, change, tick, give, put off, finish, drop and reopen them; nobody is overwritten unseen."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from core import audit, task
from core.access import Role
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow
from core.task import Priority, Rhythm, Terms, Unit, Wanted
from tests import make
from tests.referral.story import inbound, internal
from tests.task.added import add, day, happened, the

pytestmark = pytest.mark.usefixtures("today")


def test_a_task_is_added_about_a_referral_and_stands_on_its_timeline(cast):
    number = inbound(cast)
    task_id = add(
        cast, subject="referral", subject_id=number, site_id=None, due_time=time(14, 30), title=" Ask  for x "
    )
    one = the(cast.ana, task_id)
    assert (one.title, one.kind, one.patient, one.owner_id, one.priority) == (
        "Ask for x",
        "added",
        the(cast.ben, task_id).patient,
        None,
        Priority.NORMAL,
    )
    assert one.due_at == datetime(2026, 3, 10, 14, 30, tzinfo=UTC)
    assert audit.timeline(cast.ana, "referral", number)[0].sentence == "Task: Ask for x"


def test_what_is_due_on_a_day_is_due_by_its_end_on_the_sites_clock(cast):
    summer = the(cast.ana, add(cast, due_on=day(120)))
    assert summer.due_at == datetime(2026, 7, 8, 23, tzinfo=UTC)
    assert Terms.of(summer).due_on == day(120)


def test_a_task_about_a_patient_or_a_site_alone(cast):
    rose = make.patient("Rose Tyler", at=cast.leeds)
    about_rose = add(cast, subject="patient", subject_id=rose, site_id=None)
    alone = add(cast)
    assert (the(cast.ana, about_rose).patient, the(cast.ana, alone).patient) == ("Rose Tyler", "")
    assert [one.id for one in task.of_patient(cast.ana, rose)] == [about_rose]
    assert [one.id for one in task.of(cast.ana, "site", cast.leeds)] == [alone]


def test_where_several_sites_come_into_question_somebody_has_to_say(cast):
    number = internal(cast)
    with pytest.raises(Lacking, match="Choose the site"):
        add(cast, site_id=None)
    york = add(cast, subject="referral", subject_id=number, site_id=cast.york)
    assert the(cast.ana, york).site == "York Dental"
    elsewhere = make.patient("Mei Lin", at=cast.hull)
    with pytest.raises(NotFound):
        add(cast, subject="patient", subject_id=elsewhere, site_id=cast.leeds)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"due_on": None}, "due_on"),
        ({"due_on": datetime(2031, 1, 1, tzinfo=UTC).date()}, "due_on"),
        ({"note": "x" * 4001}, "note"),
        ({"checklist": ("x" * 201,)}, "checklist"),
        ({"checklist": tuple(str(n) for n in range(31))}, "checklist"),
        ({"rhythm": Rhythm(Unit.DAY, 0)}, "every"),
        ({"rhythm": Rhythm(Unit.DAY, until=datetime(2026, 3, 9, tzinfo=UTC).date())}, "until"),
    ],
)
def test_what_cannot_be_is_said_field_by_field(cast, more, field):
    with pytest.raises(Lacking) as lacking:
        add(cast, **more)
    assert set(lacking.value.fields) == {field}
    assert happened() == []


def test_lines_are_ticked_one_by_one_and_two_people_do_not_disturb_each_other(cast):
    task_id = add(cast, checklist=("Ring", " ", "Write"))
    ring, write = the(cast.ana, task_id).checklist
    task.tick(cast.ana, task_id, ring.id, True)
    task.tick(cast.ben, task_id, write.id, True)
    assert the(cast.ana, task_id).progress == "2 of 2"
    with pytest.raises(Changed):
        task.tick(cast.ben, task_id, ring.id, True)
    task.tick(cast.ana, task_id, ring.id, False)
    assert [line.ticked for line in the(cast.ana, task_id).checklist] == [False, True]
    kinds = [kind for kind, _ in happened()]
    assert kinds == ["task:opened", "task:ticked", "task:ticked", "task:unticked"]
    with pytest.raises(Changed):
        task.tick(cast.ana, task_id, 99, True)


def test_a_changed_task_keeps_the_ticks_of_lines_that_stay(cast):
    task_id = add(cast, checklist=("Ring", "Write"))
    task.tick(cast.ana, task_id, 2, True)
    now = the(cast.ana, task_id)
    new = replace(Terms.of(now), title="Order films", checklist=("Fetch", "Write"), priority=Priority.HIGH)
    task.edit(cast.ben, task_id, now.version, new)
    after = the(cast.ana, task_id)
    assert (after.title, after.priority) == ("Order films", Priority.HIGH)
    assert [(line.text, line.ticked) for line in after.checklist] == [("Fetch", False), ("Write", True)]
    assert happened()[-1] == (
        "task:changed",
        {"task": task_id, "kind": "added", "fields": ["checklist", "priority", "title"]},
    )
    assert task.tasks(cast.ana, Wanted(view="pool", typed="order fil")).rows[0].id == task_id


def test_saving_what_was_not_changed_leaves_no_trace(cast):
    task_id = add(cast, checklist=("Ring",), note="Two boxes", rhythm=Rhythm(Unit.DAY))
    before = the(cast.ana, task_id)
    task.edit(cast.ana, task_id, before.version, Terms.of(before))
    assert (the(cast.ana, task_id), len(happened())) == (before, 1)


def test_the_second_of_two_people_is_told_and_overwrites_nothing(cast):
    task_id = add(cast, owner_id=cast.ana.account_id)
    seen = the(cast.ben, task_id)
    task.edit(cast.ana, task_id, seen.version, replace(Terms.of(seen), title="Order gloves"))
    for act in (
        lambda: task.edit(cast.ben, task_id, seen.version, replace(Terms.of(seen), title="Order masks")),
        lambda: task.finish(cast.ben, task_id, seen.version),
        lambda: task.snooze(cast.ben, task_id, seen.version, day(1)),
        lambda: task.drop(cast.ben, task_id, seen.version, "Not needed"),
        lambda: task.take(cast.ben, task_id, seen.version),
    ):
        with pytest.raises(Changed):
            act()
    assert the(cast.ana, task_id).title == "Order gloves"


def test_only_who_assigns_gives_a_task_to_somebody_else(cast):
    desk = replace(cast.ana, role=Role.FRONT_DESK)
    with pytest.raises(NotAllowed):
        add(cast, desk, owner_id=cast.ben.account_id)
    mine = add(cast, desk, owner_id=desk.account_id)
    with pytest.raises(Lacking, match="works at this site"):
        add(cast, owner_id=cast.dev.account_id)
    now = the(desk, mine)
    task.edit(desk, mine, now.version, replace(Terms.of(now), owner_id=cast.ben.account_id))
    assert the(desk, mine).owner == "Ben Okafor"
    now = the(desk, mine)
    with pytest.raises(NotAllowed):
        task.edit(desk, mine, now.version, replace(Terms.of(now), owner_id=None))


def test_what_is_put_off_leaves_the_lists_and_is_back_at_eight_by_itself(cast, clock):
    task_id = add(cast, owner_id=cast.ana.account_id, due_on=day(9))
    task.snooze(cast.ana, task_id, 1, day(3))
    assert task.mine(cast.ana) == []
    assert [one.id for one in task.tasks(cast.ana, Wanted(view="asleep")).rows] == [task_id]
    clock.to(datetime(2026, 3, 13, 7, 59, 30, tzinfo=UTC))
    assert task.mine(cast.ana) == []
    clock.to(datetime(2026, 3, 13, 8, 0, 1, tzinfo=UTC))
    assert [one.id for one in task.mine(cast.ana)] == [task_id]
    assert task.tasks(cast.ana, Wanted(view="asleep")).rows == ()
    assert the(cast.ana, task_id).due_at == datetime(2026, 3, 20, tzinfo=UTC)


def test_eight_in_the_morning_is_the_sites_after_the_clocks_went_forward(cast):
    task_id = add(cast)
    task.snooze(cast.ana, task_id, 1, day(19))
    assert the(cast.ana, task_id).wakes_at == datetime(2026, 3, 29, 7, tzinfo=UTC)


def test_what_would_be_late_by_then_is_due_on_that_day(cast):
    task_id = add(cast, due_on=day(1))
    task.snooze(cast.ana, task_id, 1, day(3))
    assert the(cast.ana, task_id).due_at == datetime(2026, 3, 14, tzinfo=UTC)
    assert happened()[-1][1] == {
        "task": task_id,
        "kind": "added",
        "until": "2026-03-13",
        "due_before": "2026-03-12T00:00:00+00:00",
    }
    for wrong in (day(0), day(-1), day(800)):
        with pytest.raises(Lacking):
            task.snooze(cast.ana, task_id, 2, wrong)


def test_what_was_put_off_can_be_taken_up_at_once(cast):
    task_id = add(cast)
    with pytest.raises(NotNow, match="not put off"):
        task.wake(cast.ana, task_id, 1)
    task.snooze(cast.ana, task_id, 1, day(3))
    task.wake(cast.ana, task_id, 2)
    assert [one.id for one in task.mine(cast.ana)] == [task_id]


def test_a_task_is_dropped_with_a_reason_and_can_be_opened_again(cast):
    task_id = add(cast)
    with pytest.raises(Lacking, match="why"):
        task.drop(cast.ana, task_id, 1, "  ")
    task.drop(cast.ana, task_id, 1, "The films came")
    assert the(cast.ana, task_id).state == "dropped"
    with pytest.raises(NotNow, match="no longer needed"):
        task.finish(cast.ana, task_id, 2)
    task.reopen(cast.ana, task_id, 2)
    one = the(cast.ana, task_id)
    assert (one.state, one.ended_at) == ("open", None)
    with pytest.raises(NotNow, match="still to be done"):
        task.reopen(cast.ana, task_id, 3)


def test_dev_does_nothing_with_a_task_of_leeds(cast):
    task_id = add(cast, checklist=("Ring",))
    terms = Terms.of(the(cast.ana, task_id))
    for act in (
        lambda: task.edit(cast.dev, task_id, 1, terms),
        lambda: task.tick(cast.dev, task_id, 1, True),
        lambda: task.finish(cast.dev, task_id, 1),
        lambda: task.drop(cast.dev, task_id, 1, "Not mine"),
        lambda: task.snooze(cast.dev, task_id, 1, day(1)),
        lambda: task.wake(cast.dev, task_id, 1),
        lambda: task.reopen(cast.dev, task_id, 1),
        lambda: task.take(cast.dev, task_id, 1),
    ):
        with pytest.raises(NotFound):
            act()
    assert task.one(cast.dev, task_id) is None
    assert task.some(cast.dev, [task_id]) == []
    number = inbound(cast)
    for wrong, more in ((NotAllowed, {}), (NotFound, {"subject": "referral", "subject_id": number, "site_id": None})):
        with pytest.raises(wrong):
            add(cast, cast.dev, **more)


def test_who_does_no_tasks_adds_and_does_none(cast):
    task_id = add(cast)
    for actor in (cast.cleo, cast.adam):
        for act in (
            lambda actor=actor: add(cast, actor),
            lambda actor=actor: task.finish(actor, task_id, 1),
            lambda actor=actor: task.tick(actor, task_id, 1, True),
            lambda actor=actor: task.reopen(actor, task_id, 1),
            lambda actor=actor: task.one(actor, task_id),
            lambda actor=actor: task.some(actor, [task_id]),
            lambda actor=actor: task.tasks(actor, Wanted()),
            lambda actor=actor: task.today(actor),
            lambda actor=actor: task.late(actor),
            lambda actor=actor: task.open_counts(actor, [1]),
            lambda actor=actor: task.of_patient(actor, 1),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_the_audit_shows_the_words_of_a_task_only_to_who_may_read_there(cast):
    add(cast, title="Ring Rose Tyler about her crown")
    shown = {reader.name: audit.trail(reader, audit.Filter()).entries[0].sentence for reader in (cast.mia, cast.cleo)}
    assert shown == {"Mia Lund": "Task: Ring Rose Tyler about her crown", "Cleo Marsh": "Task: title not shown to you"}
