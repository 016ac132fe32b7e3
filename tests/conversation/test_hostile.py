"""Whatever strangers write is shown as they wrote it, and is neither an error nor anybody else's."""

import os

from sqlalchemy import func, select

from core import audit, conversation
from core.audit import About
from core.channel import Channel
from core.conversation import read_mail, read_text
from core.work import reading, work
from data.tables import message
from tests import make
from tests.conversation.hear import written
from tests.conversation.test_mail import CAME
from tests.referral import story
from tests.text.test_hostile import VALUES

EACH = int(os.environ.get("BATON_TEST_EACH", "15"))
"""Every so many-th of them; all with 1."""


def test_naughty_strings_as_words_names_and_subjects(cast, today):
    rose = make.patient(at=cast.leeds)
    about = About("referral", story.inbound(cast, patient_id=rose), cast.leeds, rose)
    told = written(cast, about)
    for number, text in enumerate(VALUES[::EACH]):
        raw = f"From: <rose@example.org>\r\nSubject: {text}\r\nIn-Reply-To: <{told.mail_id}>\r\n\r\n{text} ({number})"
        with work() as db:
            conversation.note(db, read_mail(raw.encode("utf-8", "surrogatepass"), CAME, "imap"))
            conversation.note(db, read_text(Channel.SMS, "twilio_sms", str(number), text, text, CAME))
    answers = conversation.of_referral(cast.ana, about.subject_id)
    assert {one.subject_id for one in answers} == {about.subject_id}
    assert all("\0" not in one.said + one.headline + one.from_address for one in answers)
    assert audit.timeline(cast.ana, "referral", about.subject_id)[0].sentence
    with reading() as db:
        assert db.execute(select(func.count()).select_from(message)).scalar_one() == 1, "nothing was answered"
