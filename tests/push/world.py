"""Patients who have their messages shown on a telephone, for tests."""

from contextlib import contextmanager

from core import carrier, push, settings
from core.access import outsider
from core.push import Asked
from tests import make
from tests.referral.story import inbound
from tests.world.push import push_service

ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


@contextmanager
def pushing(cast, folder, monkeypatch):
    """A push service, and web push set up to send through it."""
    with push_service(folder) as (running, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv("BATON_HOOKS_PRIVATE", "true")
        settings.forget()
        carrier.set_carrier(cast.adam, "web_push", 0, running.values)
        yield running


def patient(cast, name="Rose Tyler", **more):
    """(their id, their referral, the actor they are by their link)."""
    rose = make.patient(name, at=cast.leeds, **({"email": "rose@example.org"} | more))
    it = inbound(cast, patient_id=rose)
    return rose, it, outsider(f"patient:{rose}", name, it, "patient")


def asked(browser, agent=ANDROID):
    """What a page hands over."""
    keys = browser.said["keys"]
    return Asked(browser.endpoint, keys["p256dh"], keys["auth"], agent)


def shows(rose, browser, agent=ANDROID, link_id=None):
    """Their messages are shown in this browser from now on."""
    return push.subscribe(rose, asked(browser, agent), "Show messages on this phone", link_id)
