"""A booking lights up on the patient's telephone; once the browser takes no more, the news comes by mail."""

import json
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import carrier, clock, message
from core.message import Line
from tests import make
from tests.cast import Cast
from tests.link.hold import handed_to_patient
from tests.make import BORN
from tests.referral.story import booked, inbound, step
from tests.story.conftest import House
from tests.world.browser import faults
from tests.world.push import Browser, PushService, push_service, raw
from tests.world.servers import Jobs, until
from tests.world.smtp import Sink

SUBSCRIBES = """
const endpoint = %s;
const plain = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw)));
const text = (raw) => plain(raw).replace(/[+]/g, "-").replace(/[/]/g, "_").replace(/=/g, "");
const made = () => {
  const keys = JSON.parse(localStorage.getItem("keys"));
  const { p256dh, auth } = keys || {};
  const unsubscribe = async () => localStorage.removeItem("keys");
  const options = keys && { applicationServerKey: new Uint8Array(keys.key).buffer };
  return keys && { endpoint, options, unsubscribe, toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
};
PushManager.prototype.getSubscription = async () => made();
PushManager.prototype.subscribe = async (wanted) => {
  if (!wanted.userVisibleOnly || wanted.applicationServerKey.length !== 65) throw new TypeError("not so");
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const p256dh = text(await crypto.subtle.exportKey("raw", pair.publicKey));
  const { d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const key = [...wanted.applicationServerKey];
  const auth = text(crypto.getRandomValues(new Uint8Array(16)));
  localStorage.setItem("keys", JSON.stringify({ key, p256dh, d, auth }));
  return made();
};
"""
"""No push service of the world can be reached from here, so the page is given one of ours; the keys are its own."""


@pytest.mark.database("sqlite")
def test_a_booking_is_shown_on_the_telephone_and_follows_by_mail_once_that_ended(house: House, tmp_path):
    house.jobs.stop()
    cast = house.cast
    rose = make.patient("Rose Tyler", at=cast.leeds, email="rose@example.org")
    it = inbound(cast, patient_id=rose)
    with push_service(tmp_path) as (service, certificate), Sink() as sink:
        carrier.set_carrier(cast.adam, "web_push", 0, service.values)
        tab = opened(house, service, f"/p/{handed_to_patient(cast, it)}")
        tab.get_by_role("button", name="Show messages here").click()
        expect(tab.get_by_text("Messages are shown here.")).to_be_visible()
        assert faults(tab) == []
        tab.reload()
        expect(tab.get_by_role("button", name="Stop showing them here")).to_be_visible()
        browser = known(tab, service)
        trusted = {"SSL_CERT_FILE": str(certificate), "BATON_HOOKS_PRIVATE": "true"}
        with Jobs(tmp_path, swift=True, BATON_MAIL_URL=sink.url, BATON_PUBLIC_URL=house.web.url, **trusted):
            booked(cast, it, 3)
            until(lambda: service.came)
            (pushed,) = service.came
            assert pushed.said["open"].startswith(f"{house.web.url}/p/")
            delivered(tab, pushed.said)
            until(lambda: written(cast, it)["app"].confirmed_at)
            seen = notifications(tab)
            assert seen == [["Leeds Dental", "There is news about your appointment. Tap to read it.", "en"]]
            assert mails(sink) == []
            service.forget(browser)
            step(cast.ana, it, "reschedule", starts_at=clock.now() + timedelta(days=5))
            until(lambda: mails(sink))
        assert mails(sink)[0].startswith("Your new appointment is on")


def opened(house: House, service: PushService, page: str) -> Page:
    """The patient's page on their telephone, past its door."""
    tab = house.visit(at=page, phone=True)
    tab.context.grant_permissions(["notifications"], origin=house.web.url)
    tab.add_init_script(SUBSCRIBES % json.dumps(f"{service.address}/send/{0:032x}"))
    for name, number in (("Day", BORN.day), ("Month", BORN.month), ("Year", BORN.year)):
        tab.get_by_label(name, exact=True).fill(str(number))
    tab.get_by_role("button", name="Show my page").click()
    return tab


def known(tab: Page, service: PushService) -> Browser:
    """The push service knows the browser by now; the test, as its telephone, also the keys that never leave it."""
    keys = json.loads(tab.evaluate("localStorage.getItem('keys')"))
    return service.subscribed(int.from_bytes(raw(keys["d"])), raw(keys["auth"]))


def delivered(tab: Page, said: dict[str, str]) -> None:
    """As a push service hands over what the browser has opened."""
    found: list[dict[str, str]] = []
    wire = tab.context.new_cdp_session(tab)
    wire.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    wire.send("ServiceWorker.enable")
    until(lambda: tab.evaluate("1") and found)
    which = {"origin": tab.evaluate("location.origin"), "registrationId": found[0]["registrationId"]}
    wire.send("ServiceWorker.deliverPushMessage", {**which, "data": json.dumps(said)})


def notifications(tab: Page) -> list[list[str]]:
    """What stands on the screen."""
    asked = "navigator.serviceWorker.getRegistration('/p/').then((one) => one.getNotifications())"
    return list(tab.evaluate(f"{asked}.then((all) => all.map((one) => [one.title, one.body, one.lang]))"))


def mails(sink: Sink) -> list[str]:
    """The subjects of what reached the patient by mail."""
    return [str(one.message["Subject"]) for one in sink.letters if "rose@example.org" in one.recipients]


def written(cast: Cast, referral_id: int) -> dict[str, Line]:
    """What was written to the patient, by channel."""
    lines = [one for one in message.of(cast.ana, "referral", referral_id) if one.audience == "patient"]
    return {one.channel: one for one in lines}
