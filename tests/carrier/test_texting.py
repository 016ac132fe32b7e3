"""What people text us: only what Twilio signed is heard, each message once, and STOP stops the next mail."""

import io
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import audit, carrier, conversation, document, intake, task
from core.api import MIDDLEWARE, ROUTES
from core.audit import About, Kind
from core.carrier.calls import signed
from core.channel import Channel
from core.connectors import carriers
from core.settings import settings
from jobs import deliver, react
from jobs._lanes import Crew
from tests import make
from tests.conversation.hear import ROSE, written
from tests.message.write import row
from tests.referral import story
from tests.world.twilio import ACCOUNT, TOKEN, twilio

NUMBER = "+447700900123"


@pytest.fixture
def world(cast, today, monkeypatch):
    monkeypatch.setattr(deliver, "CREW", Crew())
    with twilio() as running:
        carrier.set_carrier(cast.adam, "twilio_sms", 0, running.values | {"site": "york"})
        yield running


@pytest.fixture
def web(world) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE)) as client:
        yield client


@pytest.fixture
def asked(cast, world):
    """A text message to Rose, which has left; her e-mail is known too."""
    rose = make.patient(at=cast.leeds, email=ROSE, phone=NUMBER)
    about = About("referral", story.inbound(cast, patient_id=rose), cast.leeds, rose)
    return written(cast, about, channel=Channel.SMS, to_address=NUMBER)


def hand_over(web, words, sender=NUMBER, token=TOKEN, sid="SM1", signature="", **more):
    """As Twilio posts it to us; the status of the answer."""
    form = {"MessageSid": sid, "From": sender, "Body": words, "NumMedia": "0"} | more
    url = f"{settings().public_url}/hooks/twilio/incoming"
    made = signature or signed(token, url, list(form.items()))
    kind = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": made}
    return web.post(urlsplit(url).path, content=urlencode(form), headers=kind).status_code


def test_an_answer_by_text_message_lands_on_the_timeline_once(cast, web, asked):
    for _ in range(3):
        assert hand_over(web, "Can I come at ten?") == 204
    (told, *_) = audit.timeline(cast.ana, "referral", asked.subject_id)
    assert (told.kind, told.sentence, told.comment) == (
        Kind.MESSAGE_ANSWERED, "Rose Tyler answered by text message", "Can I come at ten?",
    )  # fmt: skip
    assert len(conversation.of_referral(cast.ana, asked.subject_id)) == 1
    react.run()
    assert "Read what Rose Tyler answers" in [one.title for one in task.of(cast.ana, "referral", asked.subject_id)]


def test_stop_by_text_message_stops_the_next_mail_and_the_desk_sees_why(cast, web, asked):
    assert hand_over(web, "STOP") == 204
    about = About("referral", asked.subject_id, cast.leeds, asked.patient_id)
    mail = written(cast, about, to_address=ROSE).id
    deliver.run()
    assert (row(mail).state, row(mail).attempts) == ("withheld", 0)
    assert row(mail).outcome == "Not sent: the patient does not want e-mail."
    assert Kind.PATIENT_STOPPED in [one.kind for one in audit.timeline(cast.mia, "patient", asked.patient_id)]


@pytest.mark.parametrize("wrong", [{"token": "guessed"}, {"signature": "guessed"}, {"signature": " "}])
def test_nobody_else_is_heard(cast, web, asked, wrong):
    assert hand_over(web, "STOP", **wrong) == 403
    assert conversation.of_referral(cast.ana, asked.subject_id) == []


def test_a_signature_over_another_message_is_none(cast, web, asked):
    url = f"{settings().public_url}/hooks/twilio/incoming"
    other = {"MessageSid": "SM1", "From": NUMBER, "Body": "Yes", "NumMedia": "0"}
    assert hand_over(web, "STOP", signature=signed(TOKEN, url, list(other.items()))) == 403


def test_without_a_carrier_nobody_is_heard(cast, today):
    assert not carrier.texted("/hooks/twilio/incoming", [("MessageSid", "SM1")], signed("", "x", []))


def picture():
    made = io.BytesIO()
    Image.new("L", (64, 64), 200).save(made, "PNG")
    return made.getvalue()


def test_pictures_are_kept_where_they_can_be_and_else_said(cast, web, world, asked):
    media = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/"
    world.media = {
        f"{media}1": (307, b"", f"{world.address}/cdn/1"),
        "/cdn/1": (200, picture(), ""),
        f"{media}2": (200, b"PK\x03\x04" + bytes(99), ""),
        f"{media}3": (404, b"", ""),
    }
    sent = {f"MediaUrl{n}": f"{world.address}{media}{n + 1}" for n in range(3)}
    sent |= {"MediaUrl3": "http://169.254.169.254/latest/meta-data", "NumMedia": "4"}
    assert hand_over(web, "My tooth", **sent) == 204
    (one,) = conversation.of_referral(cast.ana, asked.subject_id)
    (kept,) = document.of(cast.ana, document.Holder(referral_id=asked.subject_id))
    assert (one.documents, kept.form.label) == ((kept.id,), "PNG picture")
    assert "Picture 2 was not kept: This is an Office file or an archive" in one.note
    assert "Picture 3 was not kept: Twilio answered 404." in one.note
    assert "Picture 4 was not kept: it lies at an address that is not Twilio’s." in one.note


def test_a_stranger_comes_into_the_intake_of_the_site_that_is_set(cast, web, world):
    assert hand_over(web, "Do you do implants?", sender="+447700900999") == 204
    (waits,) = intake.inbox(cast.ana, intake.Wanted())
    assert (waits.channel, waits.site, waits.sender_name) == (intake.CameBy.SMS, "York Dental", "+447700900999")


def test_whatsapp_is_told_apart_by_its_sender(cast, web, asked):
    about = About("referral", asked.subject_id, cast.leeds, asked.patient_id)
    written(cast, about, channel=Channel.WHATSAPP, to_address=NUMBER)
    assert hand_over(web, "Thanks", sender=f"whatsapp:{NUMBER}") == 204
    (one,) = conversation.of_referral(cast.ana, asked.subject_id)
    assert (one.channel, one.from_address) == (Channel.WHATSAPP, NUMBER)


@pytest.mark.parametrize(
    "form", [{}, {"MessageSid": ""}, {"MessageSid": "SM1"}, {"MessageSid": "SM2", "NumMedia": "x"}]
)
def test_whatever_is_signed_is_answered(cast, web, form):
    url = f"{settings().public_url}/hooks/twilio/incoming"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    kind["X-Twilio-Signature"] = signed(TOKEN, url, list(form.items()))
    assert web.post(urlsplit(url).path, content=urlencode(form), headers=kind).status_code == 204


def test_whoever_sets_it_up_reads_what_twilio_has_to_be_told():
    assert f"{settings().public_url}/hooks/twilio/incoming" in carriers()["twilio_sms"].hint()
