"""The door of a patient's page: nothing is shown before the date of birth, and nobody comes to it by guessing."""

import logging
import re

import pytest
from sqlalchemy import func, select, update

from core import link
from core.audit import timeline
from core.errors import NotNow
from core.link import Purpose
from core.outsider.knowing import MOST, OF_LINK
from core.people.guessing import KEEPS_ASKING
from core.work import reading, work
from data.tables import patient as people
from data.tables import referral as kept
from data.tables import sign_in_attempt
from tests import make
from tests.api.patient_page import RIGHT, WRONG, Phone
from tests.api.patient_page import iris as iris
from tests.api.patient_page import phone as phone
from tests.api.portal import web as web
from tests.link.hold import handed, handed_to_patient
from tests.referral.story import inbound, outbound

TOLD = ("Iris", "Okafor", "Leeds", "Pennine", "ndodont", "1961", "B-2026")
"""Nothing of this is for whoever only has the link."""


def kinds(cast, number):
    return [each.kind for each in timeline(cast.ana, "referral", number)]


def test_it_asks_for_the_date_of_birth_and_says_nothing_before(phone):
    page = phone.see()
    assert (page.status, page.labels) == (200, ["Show my page"])
    wrong = phone.knocks(**WRONG)
    assert (wrong.status, wrong.fields["year"]) == (422, "1962")
    assert "This is not the date that we have." in wrong.text
    for text in (page.text, wrong.text.replace('value="1962"', "")):
        assert not [told for told in TOLD if told in text.replace("23 5 1961", "")]


def test_the_right_date_opens_it_and_staff_see_that_it_was_opened(cast, phone, iris):
    phone.see()
    assert "link:opened" not in kinds(cast, iris), "a program that looks at links in mails is nobody"
    came = phone.knocks()
    assert (came.status, came.headers["location"]) == (303, phone.base)
    assert phone.see().labels[-1] == "Close my page"
    (told,) = [each for each in timeline(cast.ana, "referral", iris) if each.kind == "link:opened"]
    assert (told.sentence, told.actor) == ("Link first opened by Iris Okafor", "The patient, by link")


def test_the_cookie_is_for_this_page_alone_and_read_by_no_script(phone):
    cookie = phone.knocks().headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", f"path={phone.base.lower()}"))
    assert "max-age" not in cookie


def test_it_is_forgotten_half_an_hour_after_the_last_look_and_at_once_when_closed(phone, clock):
    phone.comes_in()
    for _ in range(3):
        clock.forward(minutes=20)
        assert phone.see().labels[-1] == "Close my page"
    clock.forward(minutes=31)
    assert phone.see().labels == ["Show my page"]
    phone.comes_in()
    assert phone.press("leave", {}).status == 303
    assert phone.see().labels == ["Show my page"]


@pytest.mark.parametrize(
    "typed",
    [
        *({"day": "31", "month": "2"}, {"year": "61"}, {"month": "May"}, {"day": ""}, {"year": "0"}),
        *({"day": "²"}, {"day": "-3"}, {"year": "9" * 5_000}, {"day": "<script>"}, {"year": "١٩٦١"}),
    ],
)
def test_what_is_no_date_is_said_and_counts_as_no_try(phone, typed):
    for _ in range(OF_LINK + 1):
        page = phone.knocks(**(RIGHT | typed))
        assert page.status in {413, 422}
    with reading() as db:
        assert db.execute(select(func.count(sign_in_attempt.c.id))).scalar_one() == 0
    assert phone.knocks().status == 303


def test_wrong_dates_wait_and_then_close_the_link_and_all_of_it_is_told(cast, phone, iris, clock):
    answers = [phone.knocks(**WRONG) for _ in range(OF_LINK)]
    assert [page.status for page in answers] == [422] * (OF_LINK - 1) + [429]
    held_back = phone.knocks()
    assert held_back.status == 429, "not even the right one is looked at meanwhile"
    assert 0 < int(held_back.headers["retry-after"]) <= 30
    assert kinds(cast, iris).count("link:refused") == OF_LINK
    for _ in range(MOST - OF_LINK):
        clock.forward(minutes=5)
        assert phone.knocks(**WRONG).status in {422, 429}
    clock.forward(hours=2)
    assert phone.see().status == 410
    assert kinds(cast, iris)[:2] == ["link:shut", "link:refused"]
    assert timeline(cast.ana, "referral", iris)[0].actor == "Somebody with the link"
    assert "1962" not in str(timeline(cast.ana, "referral", iris))


def test_whoever_waited_comes_in_with_the_right_date(phone, clock):
    for _ in range(OF_LINK):
        phone.knocks(**WRONG)
    clock.forward(seconds=31)
    assert phone.knocks().status == 303


def test_a_network_that_guesses_at_many_links_waits_too(cast, web, iris):
    statuses = []
    for _ in range(6):
        one = Phone(web, f"/p/{handed_to_patient(cast, iris)}")
        statuses += [one.knocks(**WRONG).status for _ in range(4)]
    assert statuses[:19] == [422] * 19
    assert statuses[-4:] == [429] * 4


def test_guesses_at_the_link_itself_are_slowed_down_and_noted(web, phone, caplog):
    with caplog.at_level(logging.WARNING, "baton"):
        codes = [web.get(f"/p/{n:022d}").status_code for n in range(60)]
    assert codes[:20] == [404] * 20
    assert codes[20] == 429
    assert caplog.text.count("link refused") == 60
    assert phone.see().status == 200, "whoever has a good link is not kept out"


ALTERED = {
    "cut": lambda token: token[:-1],
    "longer": lambda token: f"{token}A",
    "turned": lambda token: token.swapcase(),
    "none": lambda _: "",
}


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_link_opens_nothing(cast, web, iris, how):
    token = handed_to_patient(cast, iris)
    page = Phone(web, f"/p/{ALTERED[how](token)}").see()
    assert page.status == 404
    assert "nothing behind this link" in page.text


def test_withdrawn_and_expired_links_are_over_and_noted(cast, web, phone, iris, clock, caplog):
    phone.comes_in()
    (held,) = link.of_referral(cast.ana, iris).links
    link.withdraw(cast.ana, iris, held.id)
    other = Phone(web, f"/p/{handed_to_patient(cast, iris)}")
    with caplog.at_level(logging.WARNING, "baton"):
        assert (phone.see().status, phone.knocks().status) == (410, 410)
        clock.forward(days=91)
        assert other.see().status == 410
    assert [record.facts["why"] for record in caplog.records] == ["withdrawn"] * 3 + ["expired"]


def test_somebody_elses_page_asks_again_and_a_link_opens_its_own_kind_of_page_alone(cast, web, phone):
    phone.comes_in()
    other = inbound(cast, patient_id=make.patient("Ida Bell", at=cast.leeds, born_on="1970-01-02"))
    hers = Phone(web, f"/p/{handed_to_patient(cast, other)}")
    taken = web.cookies.get("baton-patient")
    web.cookies.set("baton-patient", taken, path=hers.base)
    assert hers.see().labels == ["Show my page"]
    token = phone.base.rpartition("/")[2]
    assert web.get(f"/o/{token}").status_code == 404
    assert web.get(f"/p/{handed(cast, outbound(cast))}").status_code == 404


@pytest.mark.parametrize("forged", ["", "x", "WzEsMiwzXQ.c2ln", "💩"])
def test_a_forged_cookie_is_none(web, phone, forged):
    answer = web.get(phone.base, headers={"cookie": f"baton-patient={forged}".encode()})
    assert "Show my page" in answer.text


def test_a_referral_that_is_another_patients_by_now_asks_for_their_date(cast, phone, iris):
    phone.comes_in()
    ida = make.patient("Ida Bell", at=cast.leeds, born_on="1970-01-02")
    with work() as db:
        db.execute(update(kept).where(kept.c.id == iris).values(patient_id=ida))
    assert phone.see().labels == ["Show my page"]
    assert phone.knocks().status == 422
    assert phone.knocks(day="2", month="1", year="1970").status == 303


def test_without_a_date_of_birth_it_asks_to_telephone(cast, phone, iris):
    with work() as db:
        db.execute(update(people).values(born_on=None))
    page = phone.see()
    assert (page.status, page.labels) == (200, [])
    assert "Please telephone the practice that wrote to you" in page.text
    assert phone.press("", RIGHT).status == 422
    assert link.of_referral(cast.ana, iris).may_make == (Purpose.PROVIDER,)
    with pytest.raises(NotNow, match="date of birth first"):
        link.make(cast.ana, iris, Purpose.PATIENT)


def test_no_other_page_can_send_a_date_of_birth(web, phone):
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert web.post(phone.base, data=RIGHT, headers=headers, follow_redirects=False).status_code == 422


def test_it_speaks_the_language_they_are_written_to_in_or_the_one_they_choose(cast, web, phone, iris):
    assert 'lang="en-GB"' in phone.see().text
    assert web.get(phone.base, headers={"accept-language": "pl,en;q=0.5"}).text.count("Data urodzenia") == 1
    with work() as db:
        db.execute(update(people).values(language="pl"))
    page = phone.see()
    assert ('<html lang="pl">' in page.text, page.labels) == (True, ["Pokaż stronę"])
    chosen = web.get(f"{phone.base}?lang=en")
    assert "Date of birth" in chosen.text
    sent = web.post(phone.base, data=RIGHT | {"lang": "en"}, follow_redirects=False)
    assert sent.status_code == 303
    assert phone.see().labels[-1] == "Close my page"
    assert web.get("/p/", headers={"accept-language": "pl"}).text.count("Pod tym adresem") == 1


def test_the_page_may_load_nothing_tell_nobody_and_be_kept_nowhere(phone):
    for page in (phone.see(), phone.comes_in()):
        told = page.headers
        assert (told["cache-control"], told["referrer-policy"]) == ("no-store", "no-referrer")
        assert told["content-security-policy"].startswith("default-src 'none'; style-src 'nonce-")
        assert not re.search("<script|style=", page.text)


def test_who_keeps_asking_is_told_so_in_their_language(web):
    for n in range(21):
        answer = web.get(f"/p/guess-{n}", headers={"accept-language": "pl"})
    assert answer.status_code == 429
    assert KEEPS_ASKING not in answer.text
    assert "Prosimy odczekać" in answer.text
