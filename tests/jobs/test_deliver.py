"""How letters leave: what one of them meets decides for it alone, unless nothing can leave at all."""

import pytest
from sqlalchemy import update

from core import message
from core.audit import About
from core.message import Filter
from core.settings import forget, settings
from core.work import work
from data.tables import site
from jobs import deliver
from jobs._lanes import Crew
from tests.message.write import put, row, tries
from tests.world.post import letters
from tests.world.smtp import Mode, Sink


@pytest.fixture(autouse=True)
def crew(monkeypatch):
    """As in a process that has just begun: no domain rests yet."""
    monkeypatch.setattr(deliver, "CREW", Crew())
    return deliver.CREW


@pytest.fixture
def sink(monkeypatch):
    with Sink() as running:
        monkeypatch.setenv("BATON_MAIL_URL", running.url)
        forget()
        yield running


def states(cast):
    return [line.state for line in message.page(cast.ana, Filter()).lines][::-1]


def test_everything_that_is_due_leaves(cast, sink):
    numbers = [put(cast, str(n)) for n in range(5)]
    assert deliver.run() == 5
    assert states(cast) == ["sent"] * 5
    assert sink.ids() == [f"<{row(number).mail_id}>" for number in numbers]
    assert sink.connections == 1
    assert deliver.run() == 0


def test_a_mailbox_that_does_not_exist_holds_up_no_other(cast, sink):
    sink.mode = Mode.RCPT550
    put(cast, "1")
    put(cast, "2")
    assert deliver.run() == 2
    assert states(cast) == ["dead", "dead"]


def test_a_server_that_is_down_is_not_asked_for_each_letter(cast, sink, clock):
    numbers = [put(cast, str(n)) for n in range(5)]
    with sink.down():
        assert deliver.run() == 1
    assert [len(tries(number)) for number in numbers] == [1, 0, 0, 0, 0]
    assert "refused the connection" in row(numbers[0]).outcome
    assert deliver.run() == 4
    clock.forward(minutes=2)
    assert deliver.run() == 1
    assert states(cast) == ["sent"] * 5


def test_a_cut_after_the_letter_leaves_this_one_in_doubt_and_the_next_one_goes(cast, sink):
    first, second = put(cast, "1"), put(cast, "2", to_address="ann@example.net")
    sink.modes["example.org"] = Mode.DROP_AFTER_DATA
    assert deliver.run() == 2
    assert [row(first).state, row(second).state] == ["in_doubt", "sent"]


def test_a_copy_after_doubt_is_marked_and_keeps_its_id(cast, sink, clock):
    number = put(cast)
    sink.mode = Mode.DROP_AFTER_DATA
    deliver.run()
    sink.mode = Mode.OK
    message.send_again(cast.ana, number, "in_doubt")
    clock.forward(minutes=1)
    deliver.run()
    assert len(set(sink.ids())) == 1
    assert [letter.message["X-Baton-Copy"] for letter in sink.letters] == [None, "yes"]
    assert tries(number) == [("smtp", "in_doubt"), ("smtp", "sent")]


def test_a_greylisting_server_gets_its_letter_later(cast, sink, clock):
    number = put(cast)
    sink.mode = Mode.TEMPFAIL
    deliver.run()
    sink.mode = Mode.OK
    assert deliver.run() == 0
    clock.forward(minutes=2)
    assert deliver.run() == 1
    assert row(number).state == "sent"


def test_a_letter_that_cannot_be_written_is_dead_and_holds_up_no_other(cast, sink):
    first = put(cast, "1")
    second = put(cast, "2", about=About("referral", 2, cast.york))
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.leeds).values(email="not an address"))
    assert deliver.run() == 2
    assert [row(first).state, row(second).state] == ["dead", "sent"]
    assert "not one usable e-mail address" in row(first).outcome


def test_a_folder_that_cannot_be_written_loses_nothing(cast, clock):
    number = put(cast)
    place = settings().data_dir / "mail"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch()
    deliver.run()
    assert row(number).state == "waiting"
    assert "mail folder cannot be written" in row(number).outcome
    place.unlink()
    clock.forward(minutes=2)
    deliver.run()
    assert (row(number).state, len(letters())) == ("sent", 1)
