"""A colleague whose name stands behind an @ gets the note as a task; everything else is what was written."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core import clock, referral, task
from core.access import Role
from core.audit import timeline
from core.referral.mention import Colleague, mentioned
from core.work import work
from data.tables import account
from tests.cast import actor
from tests.referral.story import inbound, internal

ANA, ANNA, BEN = Colleague(1, "Ana Costa", True), Colleague(2, "Ana Silva", True), Colleague(3, "Ben O'Neil", True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@Ben please call", {"@Ben": BEN}),
        ("please call, @ben.", {"@ben": BEN}),
        ("@Ben O'Neil and @Ana Costa", {"@Ben O'Neil": BEN, "@Ana Costa": ANA}),
        ("@Ana which one?", {}),
        ("@Ana Costas sister", {}),
        ("@Benedict", {}),
        ("write to ben@Ben or mail@ana costa", {}),
        ("@nobody here", {}),
        ("(@Ana Silva)", {"@Ana Silva": ANNA}),
        ("", {}),
    ],
)
def test_who_is_meant(text, meant):
    assert mentioned(text, [ANA, ANNA, BEN]) == meant


def mine(who):
    return [one.title for one in task.mentions(who)]


def test_the_one_who_is_mentioned_gets_a_task_by_the_end_of_the_day(cast, today):
    id = inbound(cast)
    assert referral.note(cast.ben, id, "@Ana could you call her? @nobody knows") == ["Ana Costa"]
    (one,) = task.mentions(cast.ana)
    assert one.title == "Ben Okafor mentions you: @Ana could you call her? @nobody knows"
    assert (one.kind, one.subject_id, one.owner) == ("mention", id, "Ana Costa")
    assert one.due_at.date() == today + timedelta(days=1)
    task.finish(cast.ana, one.id, one.version)
    assert mine(cast.ana) == []


def test_the_note_keeps_its_words_and_says_who_was_meant(cast):
    id = inbound(cast)
    referral.note(cast.ben, id, "@ana could you call her?")
    told = next(entry for entry in timeline(cast.ana, "referral", id) if entry.kind == "referral:noted")
    assert told.words == {"comment": "@ana could you call her?", "@ana": "Ana Costa"}
    assert told.facts == {"mentions": [cast.ana.account_id]}


def test_each_is_told_once_and_nobody_tells_themselves(cast):
    id = inbound(cast)
    assert referral.note(cast.ben, id, "@Ana, @Ana Costa and @Ben, and @Mia") == ["Ana Costa", "Mia Lund"]
    assert len(mine(cast.ana)) == len(mine(cast.mia)) == 1
    assert mine(cast.ben) == []


def test_only_the_one_who_is_meant_sees_it_on_the_referral(cast):
    id = inbound(cast)
    referral.note(cast.ben, id, "@Ana please")
    assert len(task.of(cast.ana, "referral", id)) == 1
    assert task.of(cast.mia, "referral", id) == []


def test_a_colleague_at_the_sending_site_is_reached_there(cast):
    with work() as db:
        yan = actor(db, "Yan York", Role.FRONT_DESK, (cast.york,))
    referral.note(cast.ben, internal(cast), "@Yan do you have the radiograph?")
    (one,) = task.mentions(yan)
    assert one.site_id == cast.york


def test_who_is_away_reads_it_when_they_are_back(cast, today):
    back = today + timedelta(days=4)
    values = {"away_from_on": today, "away_until_on": back}
    with work() as db:
        db.execute(update(account).where(account.c.id == cast.ana.account_id).values(values))
    referral.note(cast.ben, inbound(cast), "@Ana please")
    assert task.mentions(cast.ana)[0].due_at.date() == back + timedelta(days=1)


def test_nobody_of_another_site_and_nobody_who_left_is_reached(cast):
    id = inbound(cast)
    with work() as db:
        db.execute(update(account).where(account.c.id == cast.mia.account_id).values(disabled_at=clock.now()))
    assert referral.note(cast.ben, id, "@Dev @Dev Shah @Mia @Cleo @Adam look at this") == []
    assert mine(cast.dev) == []
