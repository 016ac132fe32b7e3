"""The page of a practice outside: it sees its one referral, and answers it without an account and without scripts."""

import threading
from html import escape
from io import BytesIO

import pytest
from pypdf import PdfWriter

from core import clock as house
from core import document, patient, referral, task
from core.api.portal_page import MOST
from core.audit import timeline
from core.document import Holder
from core.outsider import DEEDS
from core.outsider.words import STANDS
from core.referral import Stage
from core.referral.advance import PARTIES
from core.referral.lifecycle import STEPS, Party
from tests import make
from tests.api.portal import Browser
from tests.api.portal import aire as aire
from tests.api.portal import there as there
from tests.api.portal import web as web
from tests.link.hold import handed
from tests.referral.story import inbound, outbound, step

REPORTED = {"diagnosis": "Impacted 48", "treatment": "Removed under local anaesthetic", "signed_by": "Miss Aire"}


def one(cast, number):
    return referral.one(cast.ana, number)


def stage(cast, number):
    return one(cast, number).now.stage


def newest(cast, number):
    entry = timeline(cast.ana, "referral", number)[0]
    return entry.sentence, entry.actor


def pdf(name="report.pdf"):
    return (name, make_pdf())


def make_pdf():
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def test_it_says_where_the_referral_stands_and_what_can_be_done(there):
    page = there.see()
    assert page.status == 200
    for said in ("Tom O&#39;Brien", "born 23 May 1961", "Impacted lower wisdom tooth", "It is with you."):
        assert said in page.text
    assert page.labels[:3] == ["Confirm that it arrived", "Accept", "Ask a question"]


def test_a_practice_takes_a_referral_through_its_whole_life(cast, there, aire, clock):
    assert there.send("acknowledge").headers["location"].endswith("?told=acknowledge")
    assert there.send("accept").status == 303
    assert newest(cast, aire) == ("Accepted", "Aire Oral Surgery, by link")
    assert there.send("book", day="2026-03-12", time="14:30", minutes="45").status == 303
    (visit,) = one(cast, aire).visits
    assert (house.spoken(visit.starts_at, "Europe/London"), visit.minutes) == ("Thu 12 Mar, 14:30", 45)
    assert "The appointment is on Thu 12 Mar, 14:30." in there.see().text
    clock.forward(days=3)
    assert there.send("note_visit", summary="Consultation, consent taken").status == 303
    assert there.send("report", **REPORTED, recall_on="2026-09-01").status == 303
    (report, _) = one(cast, aire).reports
    assert (report.diagnosis, report.signed_by) == ("Impacted 48", "Miss Aire")
    assert stage(cast, aire) is Stage.REPORTED
    assert there.see().labels == ["Write to us", "Add a document"]


def test_a_report_that_comes_as_a_file_need_not_be_typed(cast, there, aire, clock):
    there.send("accept")
    refused = there.send("report", signed_by="Miss Aire")
    assert refused.status == 422
    assert refused.wrong == ["Say what was diagnosed.", "Say what was done, or that nothing needed doing."]
    assert there.send("report", file=pdf("Bericht über Tom.pdf"), signed_by="Miss Aire").status == 303
    (paper,) = document.of(cast.ana, Holder(referral_id=aire))
    assert (paper.kind, paper.file_name, paper.form.media_type) == ("report", "Bericht über Tom.pdf", "application/pdf")
    assert stage(cast, aire) is Stage.REPORTED
    assert any(entry.actor == "Aire Oral Surgery, by link" for entry in timeline(cast.ana, "referral", aire)[:1])


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(cast, there, aire):
    there.send("accept")
    page = there.send("book", day="2026-03-12", time="half past", comment="Bring <b>the</b> letter")
    assert (page.status, page.wrong) == (422, ["Write the time as hours and minutes, such as 14:30."])
    assert page.fields["comment"] == "Bring <b>the</b> letter"
    assert "Bring &lt;b&gt;the" in page.text
    assert there.send("book").wrong == ["Choose the day and time of the appointment."]
    assert there.send("book", day="2026-03-12").wrong == ["Say both the day and the time."]
    assert there.send("decline", comment="No").wrong == ["Choose a reason."]
    assert there.send("decline", reason="made-up").wrong == ["Choose a reason."]
    assert there.send("note", comment=" ").wrong == ["Write your message first."]
    assert there.send("note", comment="x" * 5000).wrong != []
    assert there.send("document").wrong == ["Choose a file."]
    assert stage(cast, aire) is Stage.ACCEPTED


NO_REPORTS = {
    "report.pdf": b"MZ\x90\x00 not a PDF",
    "x.zip": b"PK\x03\x04" + bytes(99),
    "empty.pdf": b"",
    "page.html": b"<script>alert(1)</script>",
}


@pytest.mark.parametrize(("name", "content"), NO_REPORTS.items())
def test_a_file_is_what_it_contains(cast, there, aire, name, content):
    page = there.send("document", file=(name, content), kind="report")
    assert page.status == 422
    assert len(page.wrong) == 1
    assert document.of(cast.ana, Holder(referral_id=aire)) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(cast, there, aire):
    page = there.send("document", file=("large.pdf", b"%PDF" + b"0" * MOST))
    assert (page.status, page.wrong) == (422, ["The file is larger than 10 MB."])


def test_a_decline_says_why_and_makes_somebody_here_decide_how_it_goes_on(cast, there, aire):
    reason = next(each.code for each in referral.reasons(cast.ana, "decline", ["recipient"]) if not each.needs_comment)
    assert there.send("decline", reason=reason).status == 303
    assert stage(cast, aire) is Stage.DECLINED
    assert "You have declined it." in there.see().text


def test_a_referrer_answers_our_question_and_asks_to_cancel(cast, web, today):
    number = inbound(cast)
    pennine = Browser(web, f"/o/{handed(cast, number)}")
    assert "Pain on biting" not in pennine.see().text
    step(cast.ana, number, "ask_information", comment="Is there a radiograph?")
    assert "Is there a radiograph?" in pennine.see().text
    assert pennine.send("give_information", comment="Yes, taken in May").status == 303
    assert newest(cast, number) == ("Information given", "Pennine Dental, by link")
    reason = referral.reasons(cast.ana, "ask_cancel", ["initiator"])[0].code
    assert pennine.send("ask_cancel", reason=reason, comment="Moved away").status == 303
    assert stage(cast, number) is Stage.CANCEL_REQUESTED


def test_nobody_outside_does_what_is_ours_to_do(cast, web, there, aire, today):
    number = inbound(cast)
    pennine = Browser(web, f"/o/{handed(cast, number)}")
    ours = {"accept", "book", "report", "decline", "complete", "lose", "hold", "correct", "set_urgency", "reopen"}
    for deed in ours:
        assert pennine.see(deed).status in {404, 409}
    for deed in ("complete", "lose", "hold", "correct", "give_information", "prepare_report", "made-up"):
        assert there.see(deed).status in {404, 409}


def test_every_step_that_they_can_take_has_words_to_them():
    theirs = {name for name, each in STEPS.items() if each.party in PARTIES.values() and not each.own} - {"send"}
    assert theirs | {"note", "document"} == set(DEEDS)
    assert Party.EITHER not in PARTIES.values()
    assert set(STANDS) == set(Stage)


def test_two_people_never_overwrite_each_other(cast, there, aire):
    open_form = there.see("accept").fields
    step(cast.ana, aire, "acknowledge", comment="They telephoned")
    page = there.press("accept", open_form | {"comment": "Gladly"})
    assert page.status == 409
    assert "Somebody else changed this referral" in page.text
    assert page.fields["comment"] == "Gladly"
    assert there.press("accept", page.fields).status == 303
    assert stage(cast, aire) is Stage.ACCEPTED


def test_a_form_pressed_twice_is_done_once(cast, there, aire):
    for deed, typed in (("accept", {}), ("note", {"comment": "We will ring"})):
        form = there.see(deed).fields | typed
        assert [there.press(deed, form).status for _ in range(3)] == [303, 303, 303]
    sentences = [entry.sentence for entry in timeline(cast.ana, "referral", aire)]
    assert (sentences.count("Accepted"), sentences.count("Note")) == (1, 1)


def test_a_form_pressed_by_five_fingers_at_once_is_done_once(cast, there, aire):
    form = there.see("note").fields | {"comment": "Once"}
    codes = []
    presses = [threading.Thread(target=lambda: codes.append(there.press("note", form).status)) for _ in range(5)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert codes == [303] * 5
    assert [entry.sentence for entry in timeline(cast.ana, "referral", aire)].count("Note") == 1


def test_a_note_reaches_the_timeline_and_mentions_nobody(cast, there, aire):
    there.send("note", comment="@Ana please ring us")
    assert timeline(cast.ana, "referral", aire)[0].comment == "@Ana please ring us"
    assert "@Ana please ring us" in there.see().text
    assert all(each.kind != "mention" for each in task.of(cast.ana, "referral", aire))


def test_what_colleagues_write_to_each_other_stays_theirs(cast, there, aire):
    referral.note(cast.ana, aire, "Difficult practice")
    step(cast.ana, aire, "acknowledge", comment="Their phone is always engaged")
    document.add(cast.ana, document.Upload("own.pdf", make_pdf()), Holder(referral_id=aire), document.Paper.OTHER)
    page = there.see().text
    for secret in ("Difficult practice", "engaged", "own.pdf", "Ana Costa"):
        assert secret not in page


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Zoë 李小龙", "שרה כהן", "{{ 7 * 7 }}", "x" * 60])
def test_any_name_is_text(cast, web, today, name):
    number = outbound(cast, patient_id=make.patient(f"Ada {name}", at=cast.leeds), reason=f"Because {name}")
    page = Browser(web, f"/o/{handed(cast, number)}").see()
    assert page.status == 200
    assert f"Because {escape(name)}" in page.text
    assert "<script>" not in page.text


def test_dev_at_hull_has_no_part_in_it(cast, there, aire):
    there.send("accept")
    for ask in (lambda: referral.one(cast.dev, aire), lambda: patient.one(cast.dev, one(cast, aire).now.patient_id)):
        with pytest.raises(Exception, match="no such"):
            ask()
