"""What goes along with a message that a person wrote, and how it says who that was."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from core import document, message
from core.document import Holder, Upload
from core.paper import Paper
from tests.cast import Cast
from tests.document.papers import pdf
from tests.message.write import put, row
from tests.referral import story

NAMES = (
    "plan.pdf",
    "Karta pacjentki – żółć.pdf",
    "a\"b\\c;d='e'.pdf",
    "100%25.pdf",
    f"{'very ' * 30}long ü.pdf",
    "報告.pdf",
)


def a_paper(cast: Cast, referral_id: int, name: str = "plan.pdf", words: bytes = b"") -> int:
    return document.add(cast.ana, Upload(name, words or pdf()), Holder(referral_id=referral_id), Paper.PLAN)


def left(cast: Cast, **more: object) -> message.Letter:
    """The letter as it leaves."""
    put(cast, author="Ana Costa", **more)
    (claimed,) = message.claim("test", 10, timedelta(minutes=1))
    return claimed.letter


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("name", NAMES)
def test_a_document_goes_along_under_its_own_name(cast, name):
    words = pdf()
    paper = a_paper(cast, story.inbound(cast), name, words)
    raw = left(cast, document_ids=(paper,)).bytes()
    assert max(map(len, raw.splitlines())) <= 100
    (attached,) = message_from_bytes(raw, policy=default).iter_attachments()
    assert attached.get_filename() == name.rsplit("\\", 1)[-1]
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == words


@pytest.mark.usefixtures("today")
def test_a_document_that_was_withdrawn_keeps_the_letter_back_and_a_person_is_asked(cast):
    number = story.inbound(cast)
    paper = a_paper(cast, number)
    kept = put(cast, author="Ana Costa", document_ids=(paper,))
    document.withdraw(cast.ana, paper, "Another patient’s")
    assert message.claim("test", 10, timedelta(minutes=1)) == []
    assert (row(kept).state, row(kept).outcome) == (
        "withheld",
        "Not sent: “Treatment plan”, which goes along, was withdrawn.",
    )


@pytest.mark.usefixtures("today")
def test_who_wrote_it_stands_before_the_groups_name_and_nothing_calls_it_automatic(cast):
    said = dict(left(cast, answering="one@pennine.example").headers())
    assert said["From"].startswith('"Ana Costa, ')
    assert said["In-Reply-To"] == said["References"] == "<one@pennine.example>"
    assert "Auto-Submitted" not in said
