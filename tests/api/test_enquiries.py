"""Public forms over HTTP: what strangers see, what arrives of what they send, and what is caught."""

import pytest
from sqlalchemy import func, select

from core import directory, document, enquiry, intake, patient
from core.channel import Channel
from core.directory import Answering, Asked, NewRequirement
from core.document import Holder, Paper
from core.enquiry import Audience
from core.intake import CameBy, Held, State, Wanted
from core.work import reading
from data.tables import arrival, consent, event
from tests import make
from tests.document import papers
from tests.enquiry.conftest import browser
from tests.enquiry.conftest import typing as typing
from tests.enquiry.conftest import web as web
from tests.enquiry.story import PATIENT, PRACTICE, opened, visit
from tests.intake.story import draft
from tests.world.drain import drain
from tests.world.post import letters, words

NONE = ("", b"")
ENDO = "/refer-to/leeds/endodontics"


def arrived(cast, state="waiting"):
    return [intake.one(cast.ana, row.id) for row in intake.inbox(cast.ana, Wanted(state=state))]


def many():
    with reading() as db:
        return db.execute(select(func.count()).select_from(arrival)).scalar_one()


def test_what_a_patient_writes_is_in_the_intake_at_once_word_for_word(cast, typing):
    opened(cast)
    done = typing().send(PATIENT)
    (it,) = arrived(cast)
    assert (done.status, it.receipt) == (200, done.receipt)
    assert (it.channel, it.state, it.held) == (CameBy.ENQUIRY, State.WAITING, None)
    assert (it.headline, it.sender_address) == ("Iris O'Brien", "iris@example.org")
    for name, value in {"phone": "+447700900123", "specialty": "implant", "family_name": "O'Brien"}.items():
        found = it.said[name]
        shown = {"phone": "07700 900123", "specialty": "Implants"}.get(name, value)
        assert (found.value, it.original[found.start : found.end]) == (value, shown)
    assert {each.what: each.wording for each in it.agreed} == {
        "phone": "You may telephone me", "email": "You may e-mail me"
    }  # fmt: skip


def test_its_sender_has_a_receipt_by_mail_that_says_nothing_of_health(cast, typing):
    opened(cast)
    done = typing().send(PATIENT)
    drain()
    (mail,) = letters()
    assert (str(mail["To"].addresses[0].addr_spec), mail["Subject"]) == ("iris@example.org", "We have your enquiry")
    assert f"Your reference: {done.receipt}" in words(mail)
    assert "Tuesday 17 March" in words(mail)
    assert not [word for word in ("tooth", "mplant") if word in words(mail)]


def test_who_did_not_agree_to_mail_gets_none_and_nobody_has_to_telephone_about_it(cast, typing):
    opened(cast)
    typing().send({**PATIENT, "agree_email": ""})
    drain()
    assert letters() == []
    assert arrived(cast)[0].sender_address == ""


def test_what_they_agreed_to_is_the_patients_word_once_it_is_accepted(cast, typing):
    opened(cast)
    typing().send({**PATIENT, "agree_email": ""})
    (it,) = arrived(cast)
    iris = make.patient("Iris O'Brien", at=cast.leeds)
    intake.accept(cast.ana, it.id, it.version, draft(cast, patient_id=iris))
    assert patient.one(cast.ana, iris).consents == {Channel.PHONE: True}
    with reading() as db:
        rows = db.execute(select(event.c.facts).where(event.c.kind == "patient:consent_set")).scalars().all()
    assert [row["source"] for row in rows] == ["enquiry"]


def test_a_practice_refers_with_what_the_service_requires(cast, typing):
    question = NewRequirement(kind=Asked.QUESTION, label="Swelling?", answer=Answering.YES_NO, specialty="endodontics")
    asks = directory.ask_for(cast.mia, question, site_id=cast.leeds)
    for kind, code in ((Asked.FIELD, "teeth"), (Asked.DOCUMENT, "radiograph")):
        directory.ask_for(cast.mia, NewRequirement(kind=kind, code=code), site_id=cast.leeds)
    opened(cast, Audience.PRACTICE)
    page = typing(ENDO)
    lacking = page.send(PRACTICE)
    assert set(lacking.wrong) == {"teeth", "paper-radiograph", f"answer-{asks}"}
    typed = PRACTICE | {"teeth": "36", f"answer-{asks}": "no"}
    done = lacking.send(typed, [("paper-radiograph", ("opg.png", papers.picture()))])
    (it,) = arrived(cast)
    assert (it.channel, it.sender_name, it.receipt) == (CameBy.FORM, "Elm Tree Dental Practice", done.receipt)
    assert (it.value("specialty"), it.value("teeth"), it.value(f"answer-{asks}")) == ("endodontics", "36", "no")
    (kept,) = document.of(cast.ana, Holder(arrival_id=it.id))
    assert (kept.kind, kept.file_name) == (Paper.RADIOGRAPH, "opg.png")
    assert [each.what for each in it.agreed] == ["share"]


def test_without_a_service_a_practice_chooses_among_those_that_are_offered(cast, web):
    opened(cast, Audience.PRACTICE, services=("implant", "endodontics"))
    text = visit(web, "/refer-to/leeds").text
    assert [f"/refer-to/leeds/{each}" in text for each in ("implant", "endodontics", "sedation")] == [True, True, False]
    assert visit(web, "/refer-to/leeds/sedation").status == 404


def test_nothing_that_was_typed_is_lost_on_an_error_and_files_stay_too(cast, typing):
    opened(cast, Audience.PRACTICE)
    wrong = PRACTICE | {"sender_address": "elm at example", "referrer": '<b>Elm & "Co"</b>', "reason": "Line\n<script>"}
    again = typing(ENDO).send(wrong, [("paper-other", ("letter.pdf", papers.pdf()))])
    assert again.status == 422
    assert "not an e-mail address" in again.wrong["sender_address"]
    for shown in ("elm at example", "&lt;b&gt;Elm &amp; &#34;Co&#34;&lt;/b&gt;", "Line\n&lt;script&gt;"):
        assert shown in again.text
    assert "We have letter.pdf" in again.text
    again.send(PRACTICE)
    (it,) = arrived(cast)
    assert [each.file_name for each in document.of(cast.ana, Holder(arrival_id=it.id))] == ["letter.pdf"]


def test_a_file_that_is_here_can_be_taken_away_and_one_of_another_page_cannot_be_claimed(cast, typing):
    opened(cast, Audience.PRACTICE)
    wrong = PRACTICE | {"sender_address": ""}
    first = typing(ENDO).send(wrong, [("paper-other", ("letter.pdf", papers.pdf()))])
    other = typing(ENDO).send(wrong, kept=first.hidden["kept"])
    assert "letter.pdf" not in other.text
    taken = enquiry.still_kept(enquiry.begun(first.hidden["page"]), first.hidden["kept"])[0]["paper-other"][0]
    assert "We have" not in first.send(wrong, drop=taken.sha256).text


def test_pressing_twice_and_trying_again_make_one_arrival_and_one_receipt(cast, typing):
    opened(cast)
    page = typing()
    receipts = {page.send(PATIENT).receipt for _ in range(3)} | {typing().send(PATIENT).receipt}
    assert (len(receipts), many()) == (1, 1)
    other = page.send(PATIENT | {"reason": "And one more thing."})
    assert (other.receipt in receipts, many()) == (False, 2)


def test_a_month_later_the_same_words_are_new(cast, typing, clock):
    opened(cast)
    typing().send(PATIENT)
    clock.forward(days=30)
    typing().send(PATIENT)
    assert many() == 2


def test_the_receipt_can_be_looked_at_again_and_forged_by_nobody(cast, typing, web):
    opened(cast)
    page = typing()
    data = page.hidden | PATIENT
    answer = web.post(page.path, data=data, files=[("paper-other", NONE)], follow_redirects=False)
    assert answer.status_code == 303
    leads = answer.headers["location"]
    assert [visit(web, leads).status for _ in range(2)] == [200, 200]
    assert [visit(web, forged).status for forged in (f"{leads}x", "/enquired/x", "/enquired/")] == [404, 404, 404]


CAUGHT = {
    Held.TRAP: ({"homepage": "https://spam.example"}, True, 30),
    Held.HASTE: ({}, True, 1),
    Held.NOT_PROVEN: ({}, False, 30),
}


@pytest.mark.parametrize("why", CAUGHT)
def test_what_is_caught_looks_the_same_is_held_back_and_does_nothing(cast, web, clock, why):
    opened(cast)
    more, proven, seconds = CAUGHT[why]
    page = visit(web, "/enquire/leeds")
    clock.forward(seconds=seconds)
    done = page.send(PATIENT, proven=proven, **more)
    assert (done.status, bool(done.receipt), "Thank you" in done.text) == (200, True, True)
    (it,) = arrived(cast, "held")
    assert (it.state, it.held, it.receipt) == (State.HELD, why, done.receipt)
    drain()
    assert letters() == []
    assert len(arrived(cast)) == intake.waiting(cast.ana).all == (why is Held.NOT_PROVEN)
    assert intake.counts(cast.ana, Wanted())["held"] == 1


def test_what_is_let_through_is_like_anything_else_that_arrived(cast, typing):
    opened(cast)
    typing().send(PATIENT, proven=False)
    (it,) = arrived(cast, "held")
    intake.let_through(cast.ana, it.id, it.version)
    drain()
    assert [each["Subject"] for each in letters()] == ["We have your enquiry"]
    assert [(each.id, each.state) for each in arrived(cast)] == [(it.id, State.WAITING)]
    assert arrived(cast, "held") == []


def test_a_proof_stands_for_one_and_not_for_a_thousand(cast, typing):
    opened(cast)
    page = typing()
    page.send(PATIENT)
    page.send(PATIENT | {"reason": "Another"})
    assert [it.held for it in arrived(cast, "held")] == [Held.NOT_PROVEN]


def test_from_one_place_too_many_are_refused_in_words_and_elsewhere_goes_on(cast, typing, clock):
    opened(cast)
    said = [typing().send(PATIENT | {"reason": str(n)}, proven=False).status for n in range(6)]
    assert said == [200, 200, 200, 200, 429, 429]
    with browser("203.0.113.9") as other:
        assert typing(client=other).send(PATIENT).status == 200
    refused = typing().send(PATIENT | {"reason": "5"}, proven=False)
    assert "Too many forms" in refused.text
    assert ">\n5</textarea>" in refused.text
    clock.forward(hours=1)
    assert typing().send(PATIENT | {"reason": "5"}, proven=False).status == 200


@pytest.mark.database("sqlite")
def test_whoever_hammers_at_it_soon_waits(cast, typing):
    opened(cast)
    page = typing()
    said = [page.send({}, proven=False).status for _ in range(42)]
    assert (said[:40], said[-1]) == ([422] * 40, 429)


def test_a_page_of_this_morning_is_sent_again_with_everything_on_it(cast, typing, clock):
    opened(cast)
    page = typing()
    clock.forward(hours=13)
    again = page.send(PATIENT)
    assert (again.status, "had been open for a long time" in again.text) == (422, True)
    assert 'value="O&#39;Brien"' in again.text
    clock.forward(seconds=9)
    assert again.send(PATIENT).status == 200
    assert [each.held for each in arrived(cast)] == [None]


def test_nobody_makes_a_page_of_their_own_or_sends_one_of_another_form(cast, typing):
    opened(cast)
    opened(cast, Audience.PRACTICE)
    other = typing(ENDO).hidden["page"]
    for page in ("", "x", other, typing().hidden["page"] + "x"):
        assert typing().send(PATIENT, page=page).status == 422
    assert many() == 0


def test_a_closed_form_is_not_there_but_for_whoever_sets_it_up(cast, web, able, token_of):
    assert visit(web, "/enquire/leeds").status == 404
    opened(cast, open=False)
    assert [visit(web, path).status for path in ("/enquire/leeds", "/enquire/nowhere", "/enquire/leeds/magic")] == [
        404, 404, 404
    ]  # fmt: skip
    seen = {
        who: web.get("/enquire/leeds", headers={"cookie": f"baton={token_of(who)}"}) for who in (able.mia, able.dev)
    }
    assert [answer.status_code for answer in seen.values()] == [200, 404]
    assert "You are looking at a preview" in seen[able.mia].text
    assert web.post("/enquire/leeds", data=PATIENT).status_code == 404


def test_only_named_sites_show_it_within_their_pages(cast, web):
    opened(cast)
    opened(cast, Audience.PRACTICE, origins=("https://www.harbour.example", "https://a.example:8443"))
    closed = web.get("/enquire/leeds").headers["content-security-policy"]
    named = web.get("/refer-to/leeds").headers["content-security-policy"]
    assert closed.endswith("frame-ancestors 'none'")
    assert named.endswith("frame-ancestors https://www.harbour.example https://a.example:8443")
    assert ("default-src 'none'" in closed, "'unsafe-eval'" in closed) == (True, False)


def test_the_first_page_is_light(cast, web):
    opened(cast, asks=Audience.PATIENT.extras)
    opened(cast, Audience.PRACTICE, asks=Audience.PRACTICE.extras)
    for path in ("/enquire/leeds", ENDO, "/refer-to/leeds"):
        page = web.get(path)
        assert len(page.content) < 25_000
        assert not [part for part in ("src=", "@import", 'rel="stylesheet"') if part in page.text]


def test_consents_are_those_of_the_patient_who_is_accepted_alone(cast, typing):
    opened(cast)
    other = make.patient("Rose Tyler", at=cast.leeds)
    typing().send(PATIENT)
    (it,) = arrived(cast)
    intake.accept(cast.ana, it.id, it.version, draft(cast))
    with reading() as db:
        assert other not in db.execute(select(consent.c.patient_id)).scalars().all()
