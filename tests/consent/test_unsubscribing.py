"""The link at the foot of a mail: one click ends messages, looking at it changes nothing, and nobody else's works."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core import consent, message
from core.audit import About
from core.channel import Channel
from core.work import reading, work
from data.tables import event, link, stopped
from tests import make
from tests.enquiry.conftest import browser
from tests.message.write import put, row

MAIL = "rose@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def rose(cast, today):
    return make.patient(at=cast.leeds, email=MAIL, phone="07700 900123")


def mailed(cast, who, key="1", **more):
    """A letter to a patient as it leaves."""
    told = {"audience": "patient", "about": About("referral", 1, cast.leeds, who), "to_address": MAIL} | more
    put(cast, key, **told)
    (claimed,) = message.claim("maildir", 1, timedelta(minutes=1))
    return claimed.letter


def path(letter):
    return re.sub(r"^https?://[^/]+", "", letter.unsubscribe)


def everything():
    """Whatever a look could have changed."""
    with reading() as db:
        links = db.execute(select(link.c.used_at, link.c.opened_at)).all()
        return links, db.execute(select(stopped)).all(), db.execute(select(event.c.id)).all()


def wants_mail(cast, who):
    return not consent.of(cast.ana, who).agreement.against(Channel.EMAIL, consent.Purpose.CARE, MAIL)


def test_a_mail_to_a_patient_says_how_to_stop_it_to_people_and_to_mail_programs(cast, rose):
    letter = mailed(cast, rose, html="<p>Hello</p><!-- foot -->")
    headers = dict(letter.headers())
    assert headers["List-Unsubscribe"] == f"<{letter.unsubscribe}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Stop these messages: {letter.unsubscribe}" in letter.text
    assert f'href="{letter.unsubscribe}"' in letter.html
    assert re.fullmatch(r"/stop/[A-Za-z0-9_-]{43}", path(letter))


def test_a_mail_to_a_practice_and_a_letter_on_paper_say_nothing_of_it(cast, rose):
    letter = mailed(cast, rose, audience="referrer")
    assert not letter.unsubscribe
    assert "Stop these" not in letter.text
    assert "List-Unsubscribe" not in dict(letter.headers())


def test_what_staff_look_at_opens_nothing(cast, rose):
    mailed(cast, rose)
    (line,) = message.of(cast.ana, "referral", 1) or message.page(cast.ana, message.Filter()).lines
    seen = message.preview(cast.ana, line.id)
    assert dict(seen.headers)["List-Unsubscribe"].endswith("/stop/:unsubscribe>")


def test_one_click_stops_without_a_cookie_and_says_so(cast, rose):
    letter = mailed(cast, rose)
    waiting = put(cast, "2", audience="patient", about=About("referral", 1, cast.leeds, rose), to_address=MAIL)
    with browser() as client:
        answer = client.post(path(letter), data=ONE_CLICK)
    assert answer.status_code == 200
    assert "You get no more messages" in answer.text
    assert not answer.cookies
    assert not wants_mail(cast, rose)
    assert row(waiting).outcome == f"Not sent: somebody used the link in a message to {MAIL}."


def test_looking_changes_nothing_however_often_a_scanner_comes(cast, rose):
    there = path(mailed(cast, rose))
    before = everything()
    with browser() as client:
        pages = [
            client.get(there),
            client.head(there),
            client.get(f"{there}?List-Unsubscribe=One-Click"),
            client.get(f"{there}/again"),
        ]
    assert [one.status_code for one in pages] == [200, 200, 200, 405]
    assert "r•••@example.org" in pages[0].text
    assert MAIL not in pages[0].text
    assert everything() == before
    assert wants_mail(cast, rose)


def test_twice_is_once_and_a_mistake_is_taken_back(cast, rose):
    make.say(cast.ana, rose, Channel.LETTER, False)
    there = path(mailed(cast, rose))
    with browser() as client:
        for _ in range(2):
            client.post(there)
        answer = client.post(f"{there}/again")
    assert "You get messages again" in answer.text
    assert wants_mail(cast, rose)
    assert consent.of(cast.ana, rose).agreement.against(Channel.LETTER, consent.Purpose.CARE)
    with reading() as db:
        told = (
            db.execute(select(event.c.kind).where(event.c.kind.like("patient:st%")).order_by(event.c.id))
            .scalars()
            .all()
        )
    assert told == ["patient:stopped", "patient:started"]


def test_it_stops_whom_it_was_written_to_though_their_address_is_another_by_now(cast, rose):
    letter = mailed(cast, rose)
    card = make.patient("Tom Reed", at=cast.leeds)
    with work() as db:
        db.execute(update(link).values(address="old@example.org"))
    with browser() as client:
        client.post(path(letter))
    assert not wants_mail(cast, rose)
    assert wants_mail(cast, card)


@pytest.mark.parametrize("change", ["altered", "expired", "withdrawn", "for_else"])
def test_a_link_that_is_none_or_over_stops_nobody(cast, rose, change, clock):
    there = path(mailed(cast, rose))
    if change == "altered":
        there = there[:-5] + there[-5].swapcase() + there[-4:] if there[-5].isalpha() else there[:-5] + "A" + there[-4:]
    if change == "expired":
        clock.forward(days=366)
    with work() as db:
        if change == "withdrawn":
            db.execute(update(link).values(withdrawn_at=link.c.made_at))
        if change == "for_else":
            db.execute(update(link).values(purpose="patient"))
    with browser() as client:
        answer = client.post(there, data=ONE_CLICK)
    assert answer.status_code == (410 if change in {"expired", "withdrawn"} else 404)
    assert wants_mail(cast, rose)


def test_who_guesses_has_to_wait(cast, rose):
    with browser("203.0.113.9") as client:
        found = [client.post(f"/stop/{n:043d}").status_code for n in range(25)]
    assert found[:20] == [404] * 20
    assert found[-1] == 429


def test_polish_patients_read_it_in_polish(cast, rose):
    letter = mailed(cast, rose, language="pl")
    assert "Rezygnacja z wiadomości: " in letter.text
    with browser() as client:
        assert "Rezygnuję z wiadomości" in client.get(path(letter)).text


def test_the_first_page_is_light_and_runs_nothing(cast, rose):
    with browser() as client:
        answer = client.get(path(mailed(cast, rose)))
    assert len(answer.content) < 20 * 1024
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def sms(cast, who, text, *, answered=True, **more):
    put(
        cast, text[:30], audience="patient", about=About("referral", 1, cast.leeds, who), channel=Channel.SMS,
        to_address="+447700900123", text=text, html="", **more,
    )  # fmt: skip
    (claimed,) = message.claim("sms_folder", 1, timedelta(minutes=1), Channel.SMS, answered=answered)
    return claimed


def test_a_text_message_says_the_word_that_stops_it_where_there_is_room(cast, rose):
    short = sms(cast, rose, "Leeds Dental: your appointment is on Monday.")
    assert short.letter.text == "Leeds Dental: your appointment is on Monday. Reply STOP to end."
    assert row(short.id).body == short.letter.text, "the outbox keeps what left"
    full = "x" * 155
    assert sms(cast, rose, full).letter.text == full
    assert sms(cast, rose, "No answer.", answered=False).letter.text == "No answer."


def test_a_text_message_that_leaves_again_says_it_once(cast, rose, clock):
    first = sms(cast, rose, "Leeds Dental: call us.")
    message.settle([(first, message.Result("waiting", "later"))])
    clock.forward(hours=1)
    (again,) = message.claim("sms_folder", 1, timedelta(minutes=1), Channel.SMS, answered=True)
    assert again.letter.text == "Leeds Dental: call us. Reply STOP to end."
