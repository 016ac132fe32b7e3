"""Each way in which a mail server can fail, and what it means for the letter."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from core.connectors import Doubtful, Undeliverable, carrier
from tests.connectors.letter import letter
from tests.world.smtp import Mode, Sink


@pytest.fixture
def sink():
    with Sink() as running:
        yield running


@pytest.fixture
def way(sink):
    with carrier(sink.url) as opened:
        opened.phase_s = 0.5
        yield opened


def refused(way, one=None):
    with pytest.raises(Undeliverable) as failure:
        way.send(one or letter())
    return failure.value


@contextmanager
def server(*answers: bytes) -> Iterator[str]:
    """Says these one after the other, each after whatever the client says; then keeps silent."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            line, _ = listening.accept()
            with line:
                for answer in answers:
                    line.sendall(answer)
                    said = line.recv(65536)
                    while answer.startswith(b"354") and not said.endswith(b"\r\n.\r\n"):
                        said += line.recv(65536)
                    if not said:
                        return
                while line.recv(65536):
                    pass

        threading.Thread(target=talk, daemon=True).start()
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"


def test_a_letter_arrives_with_its_envelope_and_every_dot(way, sink):
    way.send(letter())
    (kept,) = sink.letters
    assert (kept.sender, kept.recipients) == ("hello@example.org", ("ann@example.org",))
    assert kept.raw == letter().bytes()


def test_many_letters_share_a_connection(way, sink):
    for number in range(5):
        way.send(letter(number))
    assert len(sink.letters) == 5
    assert sink.connections == 1


def test_a_connection_that_went_away_meanwhile_is_opened_anew(way, sink):
    way.send(letter(1))
    with sink.down():
        failure = refused(way, letter(2))
        assert (failure.permanent, failure.down) == (False, True)
    way.send(letter(2))
    assert len(sink.letters) == 2


@pytest.mark.parametrize(
    ("mode", "permanent", "down", "words"),
    [
        (Mode.TEMPFAIL, False, False, "answered 451: greylisted"),
        (Mode.GREET421, False, True, "answered 421"),
        (Mode.RCPT550, True, False, "answered 550: no such mailbox"),
        (Mode.HANG, False, True, "it kept silent"),
    ],
)
def test_a_no_is_passing_or_final_as_the_server_says(way, sink, mode, permanent, down, words):
    sink.mode = mode
    failure = refused(way)
    assert (failure.permanent, failure.down) == (permanent, down)
    assert words in str(failure)
    assert sink.letters == []
    sink.mode = Mode.OK
    way.send(letter())
    assert len(sink.letters) == 1


def test_a_server_that_is_not_there_is_a_passing_failure(way, sink):
    with sink.down():
        failure = refused(way)
    assert (failure.permanent, failure.down) == (False, True)
    assert "refused the connection" in str(failure)


def test_a_host_that_nobody_knows_is_a_passing_failure():
    failure = refused(carrier("smtp://nowhere.invalid"))
    assert (failure.permanent, failure.down) == (False, True)


def test_a_cut_after_the_letter_was_handed_over_leaves_doubt(way, sink):
    sink.mode = Mode.DROP_AFTER_DATA
    with pytest.raises(Doubtful, match="given the letter and then broke off"):
        way.send(letter())
    assert len(sink.letters) == 1


def test_silence_after_the_letter_was_handed_over_leaves_doubt():
    with server(b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n") as url:
        way = carrier(url)
        way.phase_s = 0.5
        with pytest.raises(Doubtful, match="given the letter and then kept silent"):
            way.send(letter())


def test_a_cut_while_the_letter_is_on_its_way_is_a_passing_failure(way, sink):
    """Longer than any buffer on the way, so that the cut comes before the end for certain."""
    sink.mode = Mode.DROP_MID_DATA
    failure = refused(way, letter(text="word " * 4_000_000))
    assert (failure.permanent, failure.down, failure.resting) == (False, False, True)
    assert sink.letters == []


def test_a_server_that_says_no_after_the_letter_has_decided():
    for answer, permanent in ((b"552 too big\r\n", True), (b"452 full\r\n", False)):
        answers = (b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", answer)
        with server(*answers) as url:
            assert refused(carrier(url)).permanent is permanent


def test_a_server_that_refuses_before_the_end_was_understood():
    with server(b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n552 too big\r\n") as url:
        failure = refused(carrier(url), letter(text="word " * 1_000_000))
    assert failure.permanent
    assert "552: too big" in str(failure)


def test_a_server_that_speaks_a_byte_at_a_time_does_not_hold_up_for_ever():
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            line, _ = listening.accept()
            with line:
                try:
                    while True:
                        line.sendall(b"2")
                        threading.Event().wait(0.1)
                except OSError:
                    pass

        threading.Thread(target=drip, daemon=True).start()
        way = carrier(f"smtp://127.0.0.1:{listening.getsockname()[1]}")
        way.phase_s = 0.5
        assert refused(way).down


def test_an_address_that_needs_smtputf8_goes_where_it_is_spoken(way, sink):
    way.send(letter(to_address="zoë@example.org"))
    assert sink.letters[0].recipients == ("zoë@example.org",)
    with server(b"220 hi\r\n", b"250 hi\r\n") as url:
        failure = refused(carrier(url), letter(to_address="zoë@example.org"))
        assert failure.permanent
        assert not failure.down


def test_a_wrong_password_is_a_passing_failure_that_stops_the_rest():
    with server(b"220 hi\r\n", b"250-hi\r\n250 AUTH PLAIN\r\n", b"535 no\r\n") as url:
        failure = refused(carrier(url.replace("smtp://", "smtp://me:p%40ss@")))
    assert (failure.permanent, failure.down) == (False, True)
    assert "p@ss" not in str(failure)


def test_hostile_words_reach_the_server_as_words(way, sink):
    words = "Ann\r\n.\r\nMAIL FROM:<x@evil.test>\r\nRCPT TO:<spy@evil.test>\r\nDATA\r\n.\n.\r.\r\n"
    way.send(replace(letter(), text=words))
    (kept,) = sink.letters
    assert kept.recipients == ("ann@example.org",)
    assert "MAIL FROM:<x@evil.test>" in kept.message.get_body(("plain",)).get_content()
