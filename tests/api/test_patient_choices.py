"""On their page patients choose their language, by which way they are written to first, and for what."""

import pytest

from core import consent, patient, referral
from core.agreement import Purpose, Source
from core.audit import timeline
from core.channel import Channel
from core.errors import NotAllowed
from core.outsider import choices
from core.outsider.unsubscribing import BY_LINK
from core.work import work
from tests import make
from tests.api.patient_page import Phone
from tests.api.portal import web as web
from tests.link.hold import handed_to_patient
from tests.referral.story import inbound

CARE, REMINDERS, NEWS = (f"email-{purpose}" for purpose in Purpose)


@pytest.fixture
def ada(cast, today) -> int:
    return make.patient("Ada Bell", at=cast.leeds, email="ada@example.org", address="1 Park Row", town="Leeds")


@pytest.fixture
def phone(cast, web, ada) -> Phone:
    there = Phone(web, f"/p/{handed_to_patient(cast, inbound(cast, patient_id=ada))}")
    there.comes_in()
    return there


def ticked(page):
    """The boxes that are ticked, as a browser would send them."""
    boxes = [tag for tag in page.text.split("<input ")[1:] if tag.startswith('type="checkbox"')]
    return {tag.split('name="')[1].split('"')[0]: "yes" for tag in boxes if " checked" in tag.split(">")[0]}


def sent(phone, page, **typed):
    form = {name: value for name, value in page.fields.items() if "-" not in name and name != "first"}
    return phone.press("contact", form | typed)


def answers(cast, ada):
    return {key: (one.given, one.source) for key, one in consent.of(cast.ana, ada).answers.items()}


def test_what_was_never_asked_is_shown_as_it_holds_and_saving_it_says_nothing_new(cast, phone, ada):
    page = phone.see("contact")
    assert set(ticked(page)) == {CARE, REMINDERS}
    assert "a•••@example.org" in page.text
    assert "ada@example.org" not in page.text
    assert sent(phone, page, **ticked(page)).status == 303
    assert answers(cast, ada) == {}


def test_a_yes_or_no_for_each_purpose_is_kept_with_the_words_that_were_shown(cast, phone, ada):
    page = phone.see("contact")
    assert sent(phone, page, **{CARE: "yes", NEWS: "yes"}).headers["location"].endswith("?told=contact&lang=en")
    assert answers(cast, ada) == {
        (Channel.EMAIL, Purpose.REMINDERS): (False, Source.PAGE),
        (Channel.EMAIL, Purpose.NEWS): (True, Source.PAGE),
    }
    told = [each for each in timeline(cast.ana, "patient", ada) if each.kind == "patient:consent_set"]
    assert {each.actor for each in told} == {"The patient, by link"}
    assert all("How we write to you" in each.comment for each in told)


def test_a_language_is_kept_and_the_page_speaks_it_at_once(cast, web, phone, ada):
    page = phone.see("contact")
    answer = sent(phone, page, language="pl", **ticked(page))
    assert "Dziękujemy" in web.get(answer.headers["location"]).text
    assert '<html lang="pl">' in phone.see().text
    assert patient.one(cast.ana, ada).language == "pl"


def test_a_form_that_did_not_come_whole_refuses_nothing(cast, phone, ada):
    page = phone.see("contact")
    for form in ({}, {"language": "en"}, page.fields | {"seal": "x"}):
        assert phone.press("contact", form).status == 409
    assert sent(phone, page, language="xx").status == 409
    assert answers(cast, ada) == {}


def test_after_a_stop_they_are_told_and_can_have_messages_again(cast, phone, ada):
    with work() as db:
        consent.stop(db, BY_LINK, address="ada@example.org", source=Source.LINK)
    page = phone.see("contact")
    assert "Somebody answered STOP" in page.text
    assert ticked(page) == {}
    assert phone.press("again", page.fields).status == 303
    assert set(ticked(phone.see("contact"))) == {CARE, REMINDERS}


def test_it_is_theirs_alone_and_behind_the_door(cast, web, phone, ada):
    for actor in (cast.ana, cast.dev):
        with pytest.raises(NotAllowed):
            choices(actor)
    phone.press("leave", {})
    assert phone.see("contact").labels == ["Show my page"]
    assert phone.press("contact", {"language": "pl"}).labels == ["Show my page"]
    assert patient.one(cast.ana, ada).language == ""


def test_who_has_no_address_is_told_so(cast, web, today):
    number = inbound(cast, patient_id=make.patient("Bo Lee", at=cast.leeds))
    there = Phone(web, f"/p/{handed_to_patient(cast, number)}")
    there.comes_in()
    assert "We have no address to which we could write" in there.see("contact").text
    assert referral.one(cast.ana, number)
