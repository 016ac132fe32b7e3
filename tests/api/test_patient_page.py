"""What a patient sees on their page: where it stands, what comes next and when, and what they can ask for."""

import re
from datetime import timedelta
from html import escape, unescape

import pytest
from sqlalchemy import update

from core import clock as house
from core import referral
from core.outsider.seeing import BESIDE, WAY
from core.referral import Stage
from core.sayings import written
from core.work import work
from data.tables import patient as people
from data.tables import referral as kept
from data.tables import site
from tests import make
from tests.api.patient_page import Phone
from tests.api.patient_page import iris as iris
from tests.api.patient_page import phone as phone
from tests.api.portal import web as web
from tests.link.hold import handed_to_patient
from tests.patient.records import merge
from tests.referral.story import booked, internal, outbound, step

GONE = [Stage.DECLINED, Stage.REDIRECTED, Stage.CANCELLED, Stage.LOST, Stage.ENTERED_IN_ERROR, Stage.CANCEL_REQUESTED]


def heading(page):
    return unescape(re.search("<h1>([^<]+)</h1>", page.text)[1])


def steps(page):
    """The way as a picture, as words: what is behind, where it stands, and what is to come."""
    rows = re.findall(r'<li( class="([^"]+)")?[^>]*><b>([^<]+)</b>(?:<span>([^<]+)</span>)?', page.text)
    return [(label, on, marks.split()) for _, marks, label, on in rows]


def put(number, **columns):
    with work() as db:
        db.execute(update(kept).where(kept.c.id == number).values(**columns))


def tried(cast, web, number):
    return Phone(web, f"/p/{handed_to_patient(cast, number)}").comes_in()


def test_it_says_where_it_stands_and_what_comes_next_and_nothing_of_their_health(cast, web, phone, iris):
    page = phone.comes_in()
    assert heading(page) == "We have your referral"
    assert "will contact you about an appointment" in page.text
    for told in ("Iris Okafor", "Leeds Dental", "B-2026-"):
        assert told in page.text
    for clinical in ("Pain on biting", "ndodontics", "Pennine", "Ana", "1961"):
        assert clinical not in page.text


def test_of_a_referral_outside_it_tells_the_other_practices_side(cast, web, today):
    number = outbound(cast)
    page = tried(cast, web, number)
    assert heading(page) == "Your referral is on its way"
    assert "It goes to Aire Oral Surgery, who will contact you" in page.text
    assert [label for label, _, _ in steps(page)] == ["Sent", "Accepted", "Appointment", "Seen", "Done"]
    booked(cast, number, days=5)
    page = tried(cast, web, number)
    assert "Aire Oral Surgery will see you." in page.text
    assert "Otley" in page.text


def test_the_way_is_a_picture_with_words_and_days(cast, web, iris, clock):
    clock.forward(days=1)
    booked(cast, iris, days=3)
    page = tried(cast, web, iris)
    assert steps(page) == [
        ("Received", "Tuesday 10 March", ["past"]),
        ("Accepted", "Wednesday 11 March", ["past"]),
        ("Appointment", "Saturday 14 March", ["past", "here"]),
        ("Seen", "", []),
        ("Done", "", []),
    ]
    assert page.text.count('aria-current="step"') == 1


def test_the_appointment_says_when_and_where_and_goes_into_a_calendar(cast, phone, iris):
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.leeds).values(address="12 Park Row", phone="+441134960123"))
    (visit,) = booked(cast, iris, days=2).visits
    page = phone.comes_in()
    assert f"Thursday 12 March at {visit.starts_at:%H:%M}" in page.text
    assert "12 Park Row, Leeds, LS1 4AB" in page.text
    assert 'href="tel:+441134960123"' in page.text
    file = phone.see("visit.ics")
    assert (file.status, file.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "SUMMARY:Appointment at Leeds Dental" in file.text
    assert f"DTSTART:{visit.starts_at:%Y%m%dT%H%M%SZ}" in file.text
    assert "ndodont" not in file.text
    step(cast.ana, iris, "reschedule", starts_at=house.now() + timedelta(days=9))
    again = phone.see("visit.ics").text
    assert [line for line in again.splitlines() if line.startswith("UID")] == [
        line for line in file.text.splitlines() if line.startswith("UID")
    ], "the same entry moves"


def test_once_its_hour_has_passed_nobody_is_asked_to_come(cast, phone, iris, clock):
    booked(cast, iris, days=1)
    clock.forward(days=1, hours=2)
    page = phone.comes_in()
    assert heading(page) == "Your appointment"
    assert page.labels == ["Ask for another time", "How we write to you", "Close my page"]


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_words_on_every_side_and_only_kind_ones_where_it_has_ended(cast, web, iris, stage):
    put(iris, stage=stage)
    page = tried(cast, web, iris)
    words = written("patient-page")["en"]
    assert heading(page) == words["title"][stage]
    assert escape(words["next"][stage], quote=False).replace("'", "&#39;") in page.text
    assert bool(steps(page)) is (stage not in GONE)
    if stage in GONE:
        assert page.labels == ["Close my page"]
        assert "/end" not in page.text
    assert set(words["way"]) == set(WAY)
    assert set(BESIDE.values()) <= set(WAY)


@pytest.mark.parametrize("how", ["died", "held", "merged"])
def test_what_else_can_be_true_of_a_patient_is_said_with_care(cast, web, iris, how):
    number = referral.one(cast.ana, iris).now.patient_id
    token = handed_to_patient(cast, iris)
    if how == "died":
        booked(cast, iris, days=4)
        with work() as db:
            db.execute(update(people).where(people.c.id == number).values(died_on=house.now().date()))
    elif how == "held":
        put(iris, held_until_on=house.now().date() + timedelta(days=14))
    else:
        other = make.patient("Iris Okafor-Bell", at=cast.leeds)
        merge(cast.ana, other, number)
    page = Phone(web, f"/p/{token}").comes_in()
    said = {"died": "This page is closed", "held": "It rests until Tuesday 24 March.", "merged": "Iris Okafor"}
    assert said[how] in page.text
    if how == "died":
        assert (page.labels, steps(page)) == (["Close my page"], [])
        assert "14 March" not in page.text


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Zoë 李小龙", "שרה כהן", "{{ 7 * 7 }}", "x" * 60])
def test_any_name_is_text(cast, web, today, name):
    number = outbound(
        cast, patient_id=make.patient(f"Ada {name}", at=cast.leeds), recipient_provider_id=make.provider(name)
    )
    page = tried(cast, web, number)
    assert page.status == 200
    assert f"For Ada {escape(name)}" in page.text
    assert "<script>" not in page.text


def test_it_is_light_and_says_the_same_in_polish(cast, web, phone, iris):
    (visit,) = booked(cast, iris, days=1).visits
    page = phone.comes_in()
    assert len(page.text.encode()) < 20_000
    polish = web.get(f"{phone.base}?lang=pl")
    assert '<html lang="pl">' in polish.text
    assert "Wizyta jest umówiona" in polish.text
    assert f"środa, 11 marca, godz. {visit.starts_at:%H:%M}" in polish.text
    assert "Zadzwoń" not in polish.text, "Leeds has no telephone here"
    assert "Wizyta: Leeds Dental" in web.get(f"{phone.base}/visit.ics").text, "the language that was chosen stays"


def test_within_the_group_our_own_site_is_who_sees_them(cast, web, today):
    page = tried(cast, web, internal(cast))
    assert heading(page) == "We have your referral"
    assert "Leeds Dental" in page.text
