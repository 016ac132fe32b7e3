"""A person writes: what can be chosen, what it becomes, that it leaves once, and what may not leave."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import update

from core import consent, correspondence, document, message
from core.access import machine
from core.agreement import Purpose, Source
from core.audit import timeline
from core.channel import Channel
from core.correspondence import Writing
from core.document import Holder, Upload
from core.document.content import LARGEST
from core.errors import Changed, Lacking, NotAllowed, NotFound
from core.paper import Paper
from core.work import work
from data.tables import document as papers
from data.tables import referral
from tests.correspondence.write import ASKED, MAIL, iris, send, way
from tests.document.papers import pdf
from tests.message.write import row
from tests.referral import story

MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) **bold** `code` # not a heading",
    "{{ 7 * 7 }} {% for x in y %}",
    "> not a card",
    "<!-- copy -->",
    "&lt;b&gt; &amp; <b>",
    "‮evil‬ ﷽ 𝕿",
]
pytestmark = pytest.mark.usefixtures("today")


def left() -> message.Letter:
    """The one letter that is due, as it leaves."""
    (claimed,) = message.claim("test", 10, timedelta(minutes=1))
    return claimed.letter


def a_paper(cast, referral_id, kind=Paper.LETTER, name="letter.pdf"):
    return document.add(cast.ana, Upload(name, pdf()), Holder(referral_id=referral_id), kind)


def test_it_leaves_in_the_name_of_who_wrote_it_and_stands_on_the_timeline(cast):
    number = iris(cast)
    written = row(send(cast.ana, number))
    letter = left()
    assert (letter.to_name, letter.to_address, letter.headline) == ("Iris Okafor", MAIL, "A question")
    assert written.body.endswith("\n\nAna Costa\nLeeds Dental\nBaton\n")
    assert (written.rule, written.author, written.audience) == ("manual", "Ana Costa", "patient")
    told = timeline(cast.ana, "referral", number)[0]
    assert (told.sentence, told.actor) == ("Message written to Iris Okafor", "Ana Costa")


@pytest.mark.parametrize("typed", MARKUP)
def test_own_words_are_text_and_nothing_else(cast, typed):
    number = iris(cast)
    send(cast.ana, number, headline=typed, body=f"{typed}\nsecond line\n\nnew paragraph")
    letter = left()
    assert letter.text.startswith(f"{typed}\nsecond line\n\nnew paragraph\n\n")
    shown = letter.html.partition("<h1")[2]
    assert typed in unescape(shown)
    assert "<script" not in letter.html
    assert "<img" not in letter.html
    assert "second line</p>" in letter.html


def test_what_is_sent_twice_leaves_once(cast):
    number = iris(cast)
    once, begun = correspondence.begin(cast.ana, number, ASKED)
    assert correspondence.begin(cast.ana, number, Writing()) == (once, begun), "another window goes on with the same"
    correspondence.send(cast.ana, number, once, begun)
    for again in (begun, replace(begun, body="Something else")):
        with pytest.raises(Changed, match="sent or thrown away already"):
            correspondence.send(cast.ana, number, once, again)
    with pytest.raises(Changed):
        correspondence.keep(cast.ana, number, once, begun)
    assert sum(line.author == "Ana Costa" for line in message.of(cast.ana, "referral", number)) == 1


def test_what_was_typed_is_kept_until_it_is_sent_or_thrown_away(cast):
    number = iris(cast)
    once, _ = correspondence.begin(cast.ana, number, Writing())
    typed = Writing(headline="Half", body="a senten", document_ids=(3, 4), language="pl", at_once="In pain")
    correspondence.keep(cast.ana, number, once, typed)
    assert correspondence.begin(cast.ana, number, Writing()) == (once, typed)
    assert correspondence.begin(cast.mia, number, Writing())[1] == Writing(), "everybody has their own"
    correspondence.discard(cast.ana, number, once)
    fresh, begun = correspondence.begin(cast.ana, number, Writing())
    assert fresh != once
    assert begun == Writing()


def test_a_way_that_is_closed_says_why_and_nothing_goes_by_it(cast):
    number = iris(cast)
    assert way(cast.ana, number, "email") == ""
    assert "No carrier is switched on for SMS, letter or WhatsApp." in way(cast.ana, number, "sms")
    with pytest.raises(Lacking) as lacking:
        send(cast.ana, number, channel="sms")
    assert "No carrier is switched on for SMS, letter or WhatsApp." in lacking.value.fields["channel"]
    assert way(cast.ana, iris(cast, reached={"email": ""}), "email") == "Iris Okafor has no e-mail address."


def test_nothing_is_sent_empty_or_to_nobody(cast):
    number = iris(cast)
    with pytest.raises(Lacking) as lacking:
        send(cast.ana, number, headline=" ", body="\n")
    assert lacking.value.fields == {
        "headline": "The subject is missing.",
        "body": "Write something before you send it.",
    }
    with pytest.raises(Lacking, match="Choose whom it goes to"):
        send(cast.ana, number, audience="recipient")


def test_a_text_begins_with_what_is_known_and_says_what_it_lacks(cast):
    number = iris(cast)
    begun = correspondence.begun_with(cast.ana, number, Writing(text="call-us-patient"))
    assert begun.headline == "Please call us about your referral"
    assert begun.body.startswith("Dear Iris Okafor,\n\nWe would like to talk")
    offered = {one.name: one.why_not for one in correspondence.desk(cast.ana, number).offers["patient"]}
    assert offered["call-us-patient"] == ""
    assert offered["visit-again-patient"].startswith("Not known of this referral: day and time of the visit")
    with pytest.raises(NotFound):
        correspondence.begun_with(cast.ana, number, Writing(text="visit-again-patient"))
    story.booked(cast, number, days=3)
    again = correspondence.begun_with(cast.ana, number, Writing(text="visit-again-patient", language="pl"))
    assert again.headline.startswith("Termin wizyty: ")
    assert "Friday 13 March" in correspondence.begun_with(cast.ana, number, replace(again, language="en")).body


def test_the_proof_is_what_leaves(cast):
    number = iris(cast)
    writing = replace(ASKED, link=True)
    proof = correspondence.proof(cast.ana, number, writing)
    kept = row(send(cast.ana, number, link=True))
    assert (proof.rendered.headline, proof.rendered.text, proof.rendered.html) == (
        kept.headline,
        kept.body,
        kept.body_html,
    )
    assert proof.to == f"Iris Okafor, {MAIL}"


def test_to_patients_a_word_about_their_health_is_pointed_out(cast):
    number = iris(cast)
    told = replace(ASKED, body="Is the upper left molar painful when biting?")
    assert "about their health" in correspondence.proof(cast.ana, number, told).mind[0]
    assert correspondence.proof(cast.ana, number, ASKED).mind == ()
    assert correspondence.proof(cast.ana, number, replace(told, audience="referrer")).mind == ()


def test_by_night_a_patient_is_written_to_only_for_a_reason(cast, clock):
    number = iris(cast)
    clock.forward(hours=14)
    send(cast.ana, number)
    assert message.claim("test", 10, timedelta(minutes=1)) == []
    proof = correspondence.proof(cast.ana, number, ASKED)
    assert proof.put_off
    assert f"{proof.leaves_at:%H:%M}" == "08:00"
    send(cast.ana, number, headline="Tonight", at_once="The surgery is flooded, the visit at 8 is off")
    assert left().headline == "Tonight"


def test_documents_go_along_that_may(cast):
    number = iris(cast)
    paper = a_paper(cast, number)
    send(cast.ana, number, document_ids=(paper,))
    (enclosed,) = left().enclosed
    assert enclosed.name == "letter.pdf"


def test_a_document_that_may_not_go_along_says_why(cast):
    number, other = iris(cast), iris(cast)
    for_sms, strange, unshared = a_paper(cast, number), a_paper(cast, other), a_paper(cast, other)
    report = document.add(cast.ben, Upload("r.pdf", pdf()), Holder(referral_id=number), Paper.REPORT)
    with work() as db:
        db.execute(update(referral).where(referral.c.id == other).values(may_share=False))
    for about, more, why in (
        (number, {"document_ids": (for_sms,), "channel": "sms"}, "e-mail only"),
        (number, {"document_ids": (strange,)}, "a document less"),
        (other, {"document_ids": (unshared,), "audience": "referrer"}, "has not agreed"),
    ):
        with pytest.raises(Lacking, match=why):
            send(cast.ana, about, **more)
    desk = correspondence.desk(cast.ana, number).papers["patient"]
    assert next(one for one in desk if one.document.id == report).mind.startswith("It tells about")


def test_more_than_ten_megabytes_together_are_refused(cast):
    number = iris(cast)
    several = tuple(a_paper(cast, number, name=f"{n}.pdf") for n in range(2))
    with work() as db:
        db.execute(papers.update().values(size=LARGEST // 2))
    send(cast.ana, number, document_ids=several)
    with work() as db:
        db.execute(papers.update().values(size=LARGEST // 2 + 1))
    with pytest.raises(Lacking, match="larger than 10 MB"):
        send(cast.ana, number, document_ids=several)


def test_nobody_writes_about_what_is_not_theirs(cast):
    number = iris(cast)
    calls = (
        lambda who: correspondence.desk(who, number),
        lambda who: correspondence.begin(who, number, ASKED),
        lambda who: correspondence.proof(who, number, ASKED),
        lambda who: correspondence.begun_with(who, number, Writing(text="call-us-patient")),
        lambda who: correspondence.send(who, number, "x", ASKED),
    )
    for call in calls:
        with pytest.raises(NotFound):
            call(cast.dev)
        with pytest.raises(NotAllowed):
            call(cast.cleo)
    once, _ = correspondence.begin(cast.ana, number, ASKED)
    correspondence.discard(cast.dev, number, once)
    with pytest.raises(Changed):
        correspondence.keep(cast.dev, number, once, ASKED)
    correspondence.keep(cast.ana, number, once, ASKED)


def test_a_stop_holds_whatever_a_person_wants(cast):
    number = iris(cast)
    patient_id = row(send(cast.ana, number)).patient_id
    consent.say(cast.ana, patient_id, {(Channel.EMAIL, Purpose.CARE): False}, Source.DESK)
    assert message.claim("test", 10, timedelta(minutes=1)) == []
    with pytest.raises(Lacking, match="does not want e-mail"):
        send(cast.ana, number, at_once="It is urgent")


def test_what_nobody_went_on_with_is_forgotten_after_a_month(cast, clock):
    number = iris(cast)
    once, _ = correspondence.begin(cast.ana, number, ASKED)
    clock.forward(days=29)
    assert correspondence.forget_old(machine("job:forget")) == 0
    clock.forward(days=2)
    assert correspondence.forget_old(machine("job:forget")) == 1
    with pytest.raises(Changed):
        correspondence.keep(cast.ana, number, once, ASKED)
    with pytest.raises(NotAllowed):
        correspondence.forget_old(cast.adam)
