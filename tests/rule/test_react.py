"""Every event is sealed and reacted to once; one that cannot be is set aside in sight and holds up no other."""

from threading import Thread

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from core import message, task
from core.audit import verify
from core.message import Filter
from core.rule import react, set_aside
from core.rule.planning import FAILED
from core.work import reading, work
from data.tables import event, firing, pending, rule, seal
from tests import make
from tests.referral.story import inbound, step

pytestmark = pytest.mark.usefixtures("cast", "today")


def many(cast, count):
    practice = make.provider("Pennine Dental", email="pennine@example.org")
    return [
        inbound(cast, patient_id=make.patient(f"Ann {n}", at=cast.leeds), referrer_provider_id=practice)
        for n in range(count)
    ]


def all_of_it(limit=100):
    while react(limit):
        pass


def waiting():
    with reading() as db:
        return db.execute(select(pending.c.event_id, pending.c.tries)).all()


def verdict():
    with reading() as db:
        return verify(db)


def thanked(cast):
    return sorted(line.subject_id for line in message.page(cast.ana, Filter()).lines)


def rewritten(name, **parts):
    with work() as db:
        db.execute(update(rule).where(rule.c.name == name).values(**parts))


def asks(kind, title):
    return {"do": "open_task", "kind": kind, "title": title}


def poisoned(condition):
    """A rule whose only action fails: its task speaks of a day that nobody named."""
    rewritten("confirm-received", conditions=[condition], actions=[asks("call", "By {{ until }}")])


def fired(name):
    """What came of each time that a rule acted."""
    with reading() as db:
        wanted = select(firing.c.outcome).where(firing.c.rule == name, firing.c.fired).order_by(firing.c.id)
        return list(db.execute(wanted).scalars())


def healed():
    with work() as db:
        db.execute(delete(rule).where(rule.c.name == "confirm-received"))


def test_what_happened_is_sealed_in_the_order_of_reaction_and_pending_no_more(cast):
    many(cast, 3)
    all_of_it()
    assert waiting() == []
    assert verdict().whole
    with reading() as db:
        order = list(db.execute(select(seal.c.event_id).order_by(seal.c.position)).scalars())
        assert order == sorted(order)
        assert len(order) == db.execute(select(func.count()).select_from(event)).scalar_one()


def test_small_batches_do_the_same(cast):
    ids = many(cast, 5)
    all_of_it(limit=2)
    assert thanked(cast) == ids
    assert verdict().whole


def test_an_event_that_fails_is_set_aside_and_the_others_are_not_held_up(cast, clock):
    ids = many(cast, 3)
    poisoned({"fact": "direction", "is": "inbound"})
    with work() as db:
        db.execute(update(rule).where(rule.c.name == "confirm-received").values(when="referral:acknowledged"))
    step(cast.ana, ids[1], "acknowledge")
    all_of_it()
    assert thanked(cast) == ids
    assert [tries for _, tries in waiting()] == [1]
    count, words = set_aside()
    assert count == 1
    assert "UndefinedError at core/text/sandbox.py" in words
    (asked,) = task.of(cast.ana, "referral", ids[1])
    assert asked.title == (
        "“Acknowledged”: the rule “Confirm by telephone that an urgent referral arrived” could not act on this."
        " See what should follow and do it by hand"
    )
    assert verdict().whole, "it is sealed all the same"


def test_what_was_set_aside_is_tried_again_later_and_then_needs_nobody(cast, clock):
    (it,) = many(cast, 1)
    poisoned({"fact": "direction", "is": "inbound"})
    all_of_it()
    healed()
    all_of_it()
    assert len(waiting()) == 1, "not yet"
    clock.forward(minutes=2)
    all_of_it()
    assert waiting() == []
    assert set_aside() == (0, "")
    assert [one.state for one in task.of(cast.ana, "referral", it)] == ["dropped"]
    assert verdict().whole


def test_only_the_action_that_failed_is_tried_again_and_nothing_is_done_twice(cast, clock):
    (it,) = many(cast, 1)
    rewritten("confirm-received", conditions=[], actions=[asks("ring", "Ring them"), asks("call", "By {{ until }}")])
    all_of_it()
    assert thanked(cast) == [it], "the other rules act"
    assert kinds(cast, it) == {"ring": "open", "by_hand": "open"}
    once = {name: fired(name) for name in ("thank-referrer", "confirm-sent")}
    rewritten("confirm-received", actions=[asks("ring", "Ring them"), asks("call", "By today")])
    clock.forward(minutes=2)
    all_of_it()
    assert kinds(cast, it) == {"ring": "open", "call": "open", "by_hand": "dropped"}
    assert thanked(cast) == [it]
    assert {name: fired(name) for name in once} == once
    assert fired("confirm-received") == [[["open_task", FAILED], ["open_task", ""]], [["open_task", ""]]]
    assert (waiting(), set_aside()) == ([], (0, ""))
    assert verdict().whole


def kinds(cast, it):
    found = [(one.kind, one.state) for one in task.of(cast.ana, "referral", it)]
    assert len(found) == len(dict(found)), "none twice"
    return dict(found)


def test_it_is_tried_less_and_less_often_and_asks_only_once(cast, clock):
    (it,) = many(cast, 1)
    poisoned({"fact": "direction", "is": "inbound"})
    for hours in (1, 2, 3, 24, 24):
        all_of_it()
        clock.forward(hours=hours)
    assert [tries for _, tries in waiting()] == [5]
    assert len(task.of(cast.ana, "referral", it)) == 1


REFUSING = {
    "sqlite": "CREATE TRIGGER refusing BEFORE INSERT ON message WHEN new.subject_id = {it}"
    " BEGIN SELECT RAISE(ABORT, 'refused'); END",
    "postgresql": "ALTER TABLE message ADD CONSTRAINT refusing CHECK (subject_id <> {it})",
}


LENIENT = {"sqlite": "DROP TRIGGER refusing", "postgresql": "ALTER TABLE message DROP CONSTRAINT refusing"}


def test_what_the_database_refuses_spoils_only_its_own_event(cast, clock):
    """A write that fails takes its whole batch with it, so the batch is done again one by one, and each write alone."""
    ids = many(cast, 4)
    rewritten("confirm-sent", when="referral:received", conditions=[], actions=[asks("ring", "Ring them")])
    with work() as db:
        db.execute(text(REFUSING[db.dialect.name].format(it=ids[2])))
    all_of_it()
    assert thanked(cast) == [ids[0], ids[1], ids[3]]
    assert [tries for _, tries in waiting()] == [1]
    assert "IntegrityError at core/" in set_aside()[1]
    assert [kinds(cast, it).get("ring") for it in ids] == ["open"] * 4, "what is not refused is done"
    assert verdict().whole
    with work() as db:
        db.execute(text(LENIENT[db.dialect.name]))
    clock.forward(minutes=2)
    all_of_it()
    assert thanked(cast) == ids
    assert kinds(cast, ids[2]) == {"ring": "open", "by_hand": "dropped"}
    assert waiting() == []


def test_a_rule_that_cannot_be_read_is_switched_off_with_a_notice_and_spoils_nothing(cast):
    ids = many(cast, 2)
    step(cast.ana, ids[0], "acknowledge")
    with work() as db:
        bad = {"conditions": ["nonsense"], "when": "referral:acknowledged"}
        db.execute(update(rule).where(rule.c.name == "confirm-received").values(**bad))
    all_of_it()
    assert thanked(cast) == ids
    assert waiting() == []
    off, why = switched_off("confirm-received")
    assert off
    assert "cannot be read" in why


def test_a_rule_whose_text_is_gone_is_switched_off_and_the_others_go_on(cast):
    ids = many(cast, 3)
    with work() as db:
        gone = {"conditions": [], "actions": [{"do": "send_message", "template": "unwritten"}]}
        db.execute(update(rule).where(rule.c.name == "confirm-received").values(**gone))
    all_of_it()
    assert thanked(cast) == ids
    assert waiting() == []
    off, why = switched_off("confirm-received")
    assert off
    assert "unwritten" in why
    with reading() as db:
        told = select(event.c.id).where(event.c.kind == "rule:disabled")
        assert len(db.execute(told).all()) == 1, "said once, however many events met it"


def switched_off(name):
    with reading() as db:
        row = db.execute(select(rule.c.enabled, rule.c.fault).where(rule.c.name == name)).one()
        return not row.enabled, row.fault


def test_a_database_that_lacks_something_is_no_events_fault(cast):
    ids = many(cast, 2)
    with work() as db:
        db.execute(text("ALTER TABLE rule RENAME TO rule_away"))
    with pytest.raises(DBAPIError):
        react()
    assert {tries for _, tries in waiting()} == {0}
    with work() as db:
        db.execute(text("ALTER TABLE rule_away RENAME TO rule"))
    all_of_it()
    assert thanked(cast) == ids


def test_a_rule_that_spoils_tasks_does_not_open_tasks_about_tasks_for_ever(cast):
    (it,) = many(cast, 1)
    poisoned({"fact": "direction", "set": True})
    with work() as db:
        db.execute(update(rule).where(rule.c.name == "confirm-received").values(when="task:opened"))
        db.execute(update(rule).where(rule.c.name == "confirm-sent").values(when="referral:received", conditions=[]))
    all_of_it()
    assert len(task.of(cast.ana, "referral", it)) == 1
    assert len(waiting()) == 1


def test_no_failure_quotes_a_patient(cast):
    many(cast, 1)
    poisoned({"fact": "direction", "is": "inbound"})
    all_of_it()
    assert "Ann" not in set_aside()[1]


def test_a_kind_of_event_or_subject_that_nobody_knows_any_more_is_no_trouble(cast):
    with work() as db:
        old = {"kind": "fax:sent", "actor": "job:fax", "subject": "fax", "subject_id": 1, "facts": {}, "text_hash": ""}
        when = db.execute(select(func.max(event.c.occurred_at))).scalar_one()
        number = db.execute(insert(event).values(occurred_at=when, **old).returning(event.c.id)).scalar_one()
        db.execute(insert(pending).values(event_id=number))
    all_of_it()
    assert waiting() == []


def test_two_processes_react_to_each_event_once(cast):
    ids = many(cast, 12)
    jobs = [Thread(target=all_of_it, args=(3,)) for _ in range(3)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert thanked(cast) == ids
    assert (waiting(), verdict().whole) == ([], True)
