"""What people decide about a message that nobody can be sure of."""

import pytest
from sqlalchemy import select

from core import message, task
from core.errors import Changed, NotAllowed, NotFound, NotNow
from core.message import Result
from core.work import reading
from data.tables import event
from tests.message.test_outbox import MINUTE, carry
from tests.message.write import put, row
from tests.referral.story import only_at


def kinds():
    with reading() as db:
        kept = select(event.c.kind, event.c.actor).where(event.c.kind.startswith("message:"))
        return [tuple(one) for one in db.execute(kept.order_by(event.c.id))]


def test_what_is_dead_is_sent_again_and_nobody_is_asked_any_more(cast):
    number = put(cast)
    carry(Result("dead", "no such mailbox"))
    message.send_again(cast.ana, number, "dead")
    assert (row(number).state, row(number).copy, row(number).attempts) == ("waiting", False, 0)
    assert [asked.state for asked in task.of(cast.ana, "referral", 1)] == ["dropped"]
    assert carry() == [number]
    assert kinds() == [("message:retried", cast.ana.ref)]


def test_what_is_in_doubt_is_sent_again_as_a_copy_with_the_same_id(cast):
    number = put(cast)
    carry(Result("in_doubt", "cut"))
    before = row(number).mail_id
    message.send_again(cast.ana, number, "in_doubt")
    (claimed,) = message.claim("smtp", 1, MINUTE)
    assert (claimed.letter.copy, claimed.letter.message_id) == (True, before)


def test_a_copy_that_fails_and_is_sent_again_is_still_a_copy(cast):
    number = put(cast)
    carry(Result("in_doubt", "cut"))
    message.send_again(cast.ana, number, "in_doubt")
    carry(Result("dead", "no"))
    message.send_again(cast.ana, number, "dead")
    assert row(number).copy


def test_somebody_confirms_that_it_arrived(cast):
    number = put(cast)
    carry(Result("in_doubt", "cut"))
    message.confirm_arrived(cast.ana, number)
    assert (row(number).state, row(number).outcome) == ("sent", "Ana Costa confirmed that it arrived.")
    assert [asked.state for asked in task.of(cast.ana, "referral", 1)] == ["dropped"]
    assert kinds() == [("message:confirmed", cast.ana.ref)]


def test_the_second_of_two_people_is_told(cast):
    number = put(cast)
    carry(Result("in_doubt", "cut"))
    message.send_again(cast.ana, number, "in_doubt")
    with pytest.raises(Changed, match="waiting by now"):
        message.confirm_arrived(cast.mia, number)
    with pytest.raises(Changed):
        message.send_again(cast.mia, number, "in_doubt")


def test_what_was_sent_or_waits_is_left_alone(cast):
    number = put(cast)
    with pytest.raises(NotNow):
        message.send_again(cast.ana, number, "waiting")
    carry()
    with pytest.raises(NotNow):
        message.send_again(cast.ana, number, "sent")


def test_only_those_who_may_and_at_their_sites(cast):
    number = put(cast)
    carry(Result("in_doubt", "cut"))
    for actor, refusal in ((cast.ben, NotAllowed), (cast.dev, NotAllowed), (cast.adam, NotAllowed)):
        with pytest.raises(refusal):
            message.send_again(actor, number, "in_doubt")
        with pytest.raises(refusal):
            message.confirm_arrived(actor, number)
    with pytest.raises(NotFound):
        message.send_again(only_at(cast.ana, {cast.york}), number, "in_doubt")
    assert row(number).state == "in_doubt"
