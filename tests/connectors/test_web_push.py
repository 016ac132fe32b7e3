"""Web push: sealed as RFC 8291 has it, to known push services only, and what each answer means for the message."""

from dataclasses import replace

import pytest

from core import settings, webpush
from core.connectors import Undeliverable, carriers
from core.connectors.web_push import named
from core.webpush import Device, decoded, encoded, sealed
from tests.connectors.letter import letter
from tests.world.push import push_service

LINK = "http://localhost:8501/p/abc"
HOSTILE = (
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evil.example/fcm.googleapis.com",
    "https://fcm.googleapis.com@evil.example/x",
    "https://evil.example#@fcm.googleapis.com",
    "https://fcm.googleapis.com:22/x",
    "https://push.services.mozilla.com.evil.example/",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/x",
    "//fcm.googleapis.com/x",
    "",
)


@pytest.fixture
def world(tmp_path, monkeypatch):
    with push_service(tmp_path) as (running, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv("BATON_HOOKS_PRIVATE", "true")
        settings.forget()
        yield running


def way(world, **more):
    kind = carriers()["web_push"]
    return kind(world.values | dict(kind.kept({})) | more)


def to(browser, text=f"There is news for you.\n{LINK}", **more):
    keys = browser.said["keys"]
    device = Device(browser.endpoint, keys["p256dh"], keys["auth"], "topic-of-it")
    return letter(to_address="1@localhost", headline="Leeds Dental", text=text, device=device, language="pl", **more)


def test_the_example_of_rfc_8291_comes_out_to_the_letter():
    device = Device(
        "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    own = webpush.private_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    body = sealed(device, b"When I grow up, I want to be a watermelon", decoded("DGv6ra1nlYgDCS1FRnbzlw"), own)
    assert encoded(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBr"
        "u3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_telephone_reads_who_writes_and_where_a_tap_leads_and_nobody_between_does(world):
    with way(world) as one:
        one.send(to(world.subscribed()))
        one.send(to(world.subscribed(), message_id=f"{2:032x}@example.org"))
    first, second = world.came
    assert first.said == {
        "title": "Leeds Dental",
        "body": "There is news for you.",
        "open": LINK,
        "tag": "topic-of-it",
        "lang": "pl",
        "shown": f"/push/shown/{1:032x}/example.org/{webpush.mark(f'{1:032x}@example.org')}",
    }
    assert {name: first.headers[name] for name in ("TTL", "Urgency", "Topic")} == {
        "TTL": "900",
        "Urgency": "high",
        "Topic": "topic-of-it",
    }
    assert (first.who["sub"], first.who["key"]) == ("mailto:baton@example.org", webpush.public_key(one.values["key"]))
    assert second.said["shown"] != first.said["shown"]
    assert world.connections == 1


def test_the_other_side_may_hang_up_between_two_messages(world):
    world.hasty = True
    with way(world) as one:
        for number in range(3):
            one.send(to(world.subscribed(), message_id=f"{number:032x}@example.org"))
    assert len(world.came) == 3


def test_whoever_repeats_a_message_leaves_one_waiting(world):
    browser = world.subscribed()
    with way(world) as one:
        for _ in range(2):
            one.send(to(browser))
    assert (len(world.came), len(world.waiting)) == (2, 1)


def test_a_browser_that_is_gone_ends_and_no_other_answer_does(world):
    browser, one = world.subscribed(), way(world)
    for status, permanent, resting in (
        (429, False, True), (500, False, True), (503, False, True), (400, True, False), (403, True, False),
        (413, True, False), (301, True, False),
    ):  # fmt: skip
        world.status = status
        with pytest.raises(Undeliverable) as failure:
            one.send(to(browser))
        assert (failure.value.permanent, failure.value.resting, failure.value.gone) == (permanent, resting, False)
        assert not failure.value.down
    world.status = 201
    world.forget(browser)
    with pytest.raises(Undeliverable, match="does not take messages any more") as failure:
        one.send(to(browser))
    assert (failure.value.gone, failure.value.permanent) == (True, True)


def test_a_cut_and_nobody_there_are_passing_failures_of_that_push_service(world):
    world.cuts = True
    with pytest.raises(Undeliverable, match="broke off") as failure:
        way(world).send(to(world.subscribed()))
    assert (failure.value.permanent, failure.value.resting) == (False, True)
    nobody = replace(to(world.subscribed()).device, endpoint="https://localhost:9/send/1")
    with pytest.raises(Undeliverable, match="refused or broke off"):
        way(world, services="localhost:9").send(replace(to(world.subscribed()), device=nobody))


def test_nothing_is_sent_into_a_private_network_whoever_allows_its_name(world, monkeypatch):
    monkeypatch.setenv("BATON_HOOKS_PRIVATE", "false")
    settings.forget()
    with pytest.raises(Undeliverable, match="private network"):
        way(world).send(to(world.subscribed()))
    with pytest.raises(Undeliverable, match="private network"):
        way(world).test()
    assert world.came == []


def test_only_known_push_services_are_named_by_an_endpoint():
    services = carriers()["web_push"].fields[0].default
    assert [named(endpoint, services) for endpoint in HOSTILE] == [""] * len(HOSTILE)
    assert named("https://FCM.googleapis.com/fcm/send/a:b", services) == "fcm.googleapis.com"
    assert named("https://updates.push.services.mozilla.com/wpush/v2/x", services)
    assert named("https://wns2-par02p.notify.windows.com/w/?token=x", services)


def test_somebody_who_switched_it_off_gets_nothing(world):
    with pytest.raises(Undeliverable, match="no longer shown") as failure:
        way(world).send(replace(to(world.subscribed()), device=None))
    assert failure.value.permanent
    assert world.came == []


def test_the_longest_words_in_any_script_fit(world):
    with way(world) as one:
        one.send(to(world.subscribed(), text="\U0001f9b7" * 5_000 + f"\n{LINK}"))
        one.send(replace(to(world.subscribed()), headline="ש" * 5_000, text='"\\\n' * 400))
    assert [len(each.said["body"]) for each in world.came] == [240, 240]
    assert [each.said["open"] for each in world.came] == [LINK, ""]


def test_trying_it_out_reaches_them_and_sends_nothing(world):
    assert way(world).test() == f"{world.values['services']} can be reached."
    assert way(world, services="*.push.apple.com").test() == "A key is made, and telephones can subscribe."
    with pytest.raises(Undeliverable, match="could not be reached") as failure:
        way(world, services="localhost:9").test()
    assert failure.value.down
    assert world.came == []
