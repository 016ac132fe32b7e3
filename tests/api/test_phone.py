"""Messages on a telephone, over the wire: offered behind the second fact alone, and nothing odd is believed."""

import json

import pytest

from core import carrier, push, referral
from core.api.phone_offer import SCRIPT
from tests.api.patient_page import iris as iris
from tests.api.patient_page import phone as phone
from tests.api.portal import web as web
from tests.push.world import ANDROID
from tests.world.push import PushService

OURS = {"services": "push.example.net"}


@pytest.fixture
def browser():
    """One whose push service nobody has to reach."""
    return PushService(address="https://push.example.net").subscribed()


@pytest.fixture
def open_house(cast):
    carrier.set_carrier(cast.adam, "web_push", 0, OURS)


def post(phone, deed, said, **headers):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return phone.web.post(f"{phone.base}/phone{deed}", content=body, headers={"User-Agent": ANDROID, **headers})


def theirs(cast, referral_id):
    """The telephones of its patient."""
    whose = referral.one(cast.ana, referral_id).now.patient_id
    return [one.label for one in push.of_patient(cast.ana, whose)]


def test_the_page_offers_it_once_the_house_sends_to_telephones(cast, phone):
    page = phone.comes_in()
    assert 'id="phone"' not in page.text
    carrier.set_carrier(cast.adam, "web_push", 0, OURS)
    page = phone.see()
    assert 'id="phone" hidden' in page.text, "without a script nothing is promised"
    assert SCRIPT in page.text
    assert len(page.text.encode()) < 50_000


def test_it_is_switched_on_asked_about_and_switched_off(cast, phone, iris, open_house, browser):
    phone.comes_in()
    assert post(phone, "/here", {"endpoint": browser.endpoint}).json() == {"shown": False}
    assert post(phone, "", browser.said).json() == {"shown": True}
    assert post(phone, "/here", {"endpoint": browser.endpoint}).json() == {"shown": True}
    assert theirs(cast, iris) == ["Chrome on Android"]
    assert post(phone, "/end", {"endpoint": browser.endpoint}).json() == {"alone": True}
    assert theirs(cast, iris) == []


def test_before_the_second_fact_nothing_is_taken(cast, phone, iris, open_house, browser):
    for deed in ("", "/here", "/end"):
        answer = post(phone, deed, browser.said)
        assert answer.headers["content-type"].startswith("text/html")
        assert "Date of birth" in answer.text
    assert theirs(cast, iris) == []


def test_another_page_cannot_switch_it_on(cast, phone, iris, open_house, browser):
    phone.comes_in()
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert post(phone, "", browser.said, **headers).status_code == 403
    assert theirs(cast, iris) == []


def test_nonsense_is_refused_with_a_sentence(phone, open_house):
    phone.comes_in()
    odd = {"endpoint": 5, "keys": []}, {"endpoint": "x", "keys": {"auth": {}}}
    for said in (b"", b"{", b"[]", b"\xff", b"[" * 5_000, b"null", *odd):
        answer = post(phone, "", said)
        assert answer.status_code == 409
        assert answer.json()["why"].startswith("This browser did not say")


def test_more_than_a_browser_says_is_not_read(phone, open_house):
    phone.comes_in()
    assert post(phone, "", b" " * 9_000).status_code == 403


def test_what_shows_messages_serves_the_pages_of_patients_alone(web):
    worker = web.get("/push/worker.js")
    assert worker.headers["service-worker-allowed"] == "/p/"
    assert worker.headers["content-type"].startswith("text/javascript")
    assert "showNotification" in worker.text
    manifest = web.get("/push/app.webmanifest").json()
    assert (manifest["scope"], manifest["display"]) == ("/p/", "standalone")


def test_who_was_sent_nothing_has_nothing_to_confirm(web):
    for path in ("a/b/c", "a/b/%FF", f"{'0' * 32}/example.org/{'A' * 43}"):
        assert web.post(f"/push/shown/{path}").status_code == 403
    assert web.get("/push/shown/a/b/c").status_code == 405
