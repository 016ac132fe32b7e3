"""The door: who gets a ticket, what everybody else is told, and how long they wait."""

import time
from contextlib import ExitStack
from contextvars import copy_context
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock as time_of_day
from core import ownership
from core.errors import NotAllowed, NotNow, Refusal
from core.people import door, enter, hashed_token, knock
from core.people.door import FREE_FOR_NAME_HERE, FREE_HERE, WRONG, network
from core.work import reading
from data.tables import account, sign_in_attempt
from tests.signed_in import PASSWORD


class Still:
    """Time that stands still, however slow the machine is, until it is moved."""

    def __init__(self, told: ExitStack) -> None:
        self.told = told
        self.forward()

    def forward(self, **by: float) -> None:
        """Later by so much."""
        self.told.enter_context(time_of_day.telling(time_of_day.now() + timedelta(**by)))


@pytest.fixture(autouse=True)
def clock(database):
    with ExitStack() as told:
        yield Still(told)


HOME, CAFE = "203.0.113.7", "198.51.100.9"


def told(username: str, password: str = "not the password", address: str = HOME, **more: str) -> str:
    with pytest.raises(Refusal) as refusal:
        knock(username, password, address, **more)
    return str(refusal.value)


def fail(times: int, username: str = "ana", address: str = HOME, **more: str) -> None:
    for _ in range(times):
        assert told(username, address=address, **more) == WRONG


@pytest.mark.parametrize("typed", ["ana", "Ana", " ANA ", "ａｎａ"])
def test_a_name_may_be_typed_as_people_do(able, typed):
    assert enter(knock(typed, PASSWORD))


def test_an_unknown_name_a_wrong_password_and_a_disabled_account_are_told_the_same(able):
    ownership.disable(able.adam, able.ben.account_id)
    assert told("ana") == told("nobody") == told("ben", PASSWORD) == told("", "") == WRONG


def test_somebody_who_never_took_up_the_invitation_cannot_sign_in(cast):
    assert told("ana", "") == WRONG
    assert told("ana", PASSWORD) == WRONG


def test_an_unknown_name_takes_as_long_as_a_known_one(able):
    def seconds(username: str, number: int) -> float:
        started = time.process_time()
        told(username, address=f"192.0.2.{number}")
        return time.process_time() - started

    took = [(seconds("ana", number), seconds("nobody", number)) for number in range(9)]
    known, unknown = (min(column) for column in zip(*took, strict=True))
    assert 0.7 < known / unknown < 1.4


def test_the_wait_grows_with_each_failure_to_half_a_minute_and_no_further(able, clock):
    fail(FREE_FOR_NAME_HERE)
    for seconds in (1, 2, 4, 8, 16, 30, 30, 30):
        said = told("ana", PASSWORD)
        assert f"wait {seconds} second" in said
        clock.forward(seconds=seconds + 1)
        fail(1)
    clock.forward(seconds=31)
    assert enter(knock("ana", PASSWORD, HOME))


def test_a_name_nobody_has_waits_just_the_same(able, clock):
    fail(FREE_FOR_NAME_HERE, "nobody")
    assert told("nobody") == told("nobody", PASSWORD)
    assert "wait 1 second" in told("nobody")


def test_asking_while_waiting_does_not_make_it_longer(able, clock):
    fail(FREE_FOR_NAME_HERE)
    for _ in range(20):
        assert "wait 1 second " in told("ana")
    clock.forward(seconds=2)
    assert knock("ana", PASSWORD, HOME)


def test_a_stranger_elsewhere_costs_the_owner_no_wait(able):
    fail(FREE_FOR_NAME_HERE, address=CAFE)
    assert "wait" in told("ana", address=CAFE)
    assert knock("ana", PASSWORD, HOME)


def test_trying_many_names_from_one_place_must_wait_too(able):
    for number in range(FREE_HERE):
        assert told(f"name{number}", address=CAFE) == WRONG
    assert "wait" in told("one-more", address=CAFE)
    assert knock("ana", PASSWORD, HOME)


def test_while_a_thousand_places_try_one_name_its_owner_gets_in_from_where_they_were_before(able, clock, monkeypatch):
    monkeypatch.setattr(door, "FREE_FOR_NAME", 9)
    knock("ana", PASSWORD, HOME)
    for number in range(9):
        assert told("ana", address=f"192.0.2.{number}") == WRONG
    assert "wait" in told("ana", PASSWORD, "192.0.2.250")
    assert knock("ana", PASSWORD, HOME)
    clock.forward(seconds=31)
    assert knock("ana", PASSWORD, "192.0.2.251")


def test_a_browser_that_was_signed_in_here_is_not_mixed_up_with_strangers_at_its_address(able, signed_in):
    mine = signed_in(able.ana)
    fail(FREE_FOR_NAME_HERE, address=HOME)
    assert "wait" in told("ana", PASSWORD, HOME)
    assert knock("ana", PASSWORD, HOME, mine)
    assert "wait" in told("ana", PASSWORD, HOME, token_hash=hashed_token("made up"))


def test_somebody_elses_old_session_is_no_recommendation(able, signed_in):
    bens = signed_in(able.ben)
    fail(FREE_FOR_NAME_HERE, address=HOME)
    assert "wait" in told("ana", PASSWORD, HOME, token_hash=bens)


def test_after_an_hour_it_is_forgotten(able, clock):
    fail(FREE_FOR_NAME_HERE)
    clock.forward(hours=1, seconds=1)
    fail(FREE_FOR_NAME_HERE)


def test_tries_keep_no_name_and_no_password(able):
    told("hunter2-typed-in-the-wrong-field")
    with reading() as db:
        kept = db.execute(select(sign_in_attempt)).one()
    assert "hunter2" not in str(kept)
    assert len(kept.username) == 64


def test_one_ipv6_household_is_one_place():
    assert network("2001:db8:1:2:aaaa::1") == network("2001:db8:1:2:bbbb::2") != network("2001:db8:1:3::1")
    assert network(HOME) == HOME
    assert network("") == network("no address") == "unknown"


def test_a_hash_of_weaker_parameters_is_made_anew_when_its_owner_comes(able):
    from argon2 import PasswordHasher

    from core.people import invitation
    from core.work import work

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with work() as db:
        invitation.set_password(db, able.ana.account_id, weak)
    assert knock("ana", PASSWORD)
    with reading() as db:
        assert db.execute(select(account.c.password_hash).where(account.c.username == "ana")).scalar_one() != weak
    assert knock("ana", PASSWORD)


def test_an_account_disabled_while_its_password_is_compared_gets_no_ticket(able, monkeypatch):
    from core.people import passwords

    compare = passwords.matches

    def slow(kept: str | None, password: str) -> bool:
        ownership.disable(able.adam, able.ana.account_id)
        return compare(kept, password)

    monkeypatch.setattr(passwords, "matches", slow)
    with pytest.raises(NotAllowed):
        knock("ana", PASSWORD)


def test_many_tries_at_once_are_counted_one_by_one(able):
    from concurrent.futures import ThreadPoolExecutor

    def answer() -> str:
        try:
            return knock("ana", "not the password", CAFE)
        except NotNow:
            return "wait"
        except NotAllowed:
            return "wrong"

    with ThreadPoolExecutor(12) as many:
        answers = list(many.map(lambda same_time: same_time.run(answer), [copy_context() for _ in range(24)]))
    assert answers.count("wrong") == FREE_FOR_NAME_HERE
