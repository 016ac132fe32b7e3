"""The mail server of the tests does what it is told, so that a test which needs it can be believed."""

import smtplib
from email.message import EmailMessage

import pytest

from tests.world.smtp import Mode, Sink


@pytest.fixture
def sink():
    with Sink(delay_s=0.3) as sink:
        yield sink


def post(sink: Sink, body: str = "Thank you") -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Message-ID"] = "a@example.org", "b@example.org", "<1@baton>"
    letter["Subject"] = "Your referral of Zoë"
    letter.set_content(body)
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=1 if sink.mode is Mode.HANG else 20) as server:
        server.send_message(letter)


def test_it_keeps_a_letter_with_its_envelope(sink):
    post(sink, ".\n..two dots\n")
    (letter,) = sink.letters
    assert (letter.sender, letter.recipients) == ("a@example.org", ("b@example.org",))
    assert letter.message["Subject"] == "Your referral of Zoë"
    assert letter.message.get_content().splitlines() == [".", "..two dots"]
    assert sink.ids() == ["<1@baton>"]


@pytest.mark.parametrize(
    ("mode", "failure", "kept"),
    [
        (Mode.TEMPFAIL, smtplib.SMTPDataError, 0),
        (Mode.GREET421, smtplib.SMTPConnectError, 0),
        (Mode.RCPT550, smtplib.SMTPRecipientsRefused, 0),
        (Mode.HANG, smtplib.SMTPServerDisconnected, 0),
        (Mode.DROP_MID_DATA, (smtplib.SMTPServerDisconnected, ConnectionError), 0),
        (Mode.DROP_AFTER_DATA, (smtplib.SMTPServerDisconnected, ConnectionError), 1),
        (Mode.SLOW, None, 1),
    ],
)
def test_it_fails_as_told_and_recovers(sink, mode, failure, kept):
    sink.mode = mode
    if failure:
        with pytest.raises(failure):
            post(sink)
    else:
        post(sink)
    assert len(sink.letters) == kept
    sink.mode = Mode.OK
    post(sink)
    assert len(sink.letters) == kept + 1


def test_it_can_be_down_for_a_while(sink):
    with sink.down(), pytest.raises(ConnectionRefusedError):
        post(sink)
    post(sink)
    assert len(sink.letters) == 1
