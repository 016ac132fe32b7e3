"""Webhooks: signed, with ids and codes only, over TLS, once, again after a failure, and never inside."""

import hmac
import json
import socket

import pytest
from sqlalchemy import select

from core import hook, rule, settings
from core.access import machine
from core.errors import Changed, Lacking, NotAllowed, NotFound
from core.hook import wire
from core.work import reading
from data.tables import hook_call
from jobs import hooks as job
from tests import make
from tests.referral.story import inbound
from tests.rule.keeping import firings, made, react
from tests.world.https import receiver

JOB = machine("job:hooks")


@pytest.fixture
def outside(tmp_path, monkeypatch):
    """A receiver on this machine that is trusted, where private addresses may be called."""
    with receiver(tmp_path) as (kept, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv("BATON_HOOKS_PRIVATE", "true")
        settings.forget()
        yield kept


@pytest.fixture
def hooked(cast, today, outside):
    """(hook, rule): every referral that arrives is told."""
    number = hook.add_hook(cast.cleo, "Warehouse", outside.address)
    name = made(cast.cleo, when="referral:received", do=[{"do": "call_webhook", "hook": number}])
    return number, name


def calls():
    c = hook_call.c
    with reading() as db:
        return [(row.state, row.attempts) for row in db.execute(select(c.state, c.attempts).order_by(c.id))]


def test_what_happened_is_told_signed_and_without_a_person(cast, outside, hooked):
    number, name = hooked
    it = inbound(cast, patient_id=make.patient("Iris Okafor", at=cast.leeds, email="iris@example.org"))
    react()
    job.run()
    ((path, headers, body),) = outside.came
    assert path == "/hooks?from=baton"
    told = json.loads(body)
    assert told["event"] == "referral:received"
    assert told["rule"] == name
    assert told["referral"] | {"reference": ""} == {
        "id": it,
        "reference": "",
        "direction": "inbound",
        "stage": "sent",
        "urgency": "routine",
        "specialty": "endodontics",
        "request": told["referral"]["request"],
        "site": cast.leeds,
    }
    assert not any(word in body.decode().casefold() for word in ("iris", "okafor", "1961", "pain", "example.org"))
    at, _, signed = headers["Baton-Signature"].removeprefix("t=").partition(",v1=")
    secret = hook.secret(cast.cleo, number).encode()
    assert hmac.new(secret, f"{at}.".encode() + body, "sha256").hexdigest() == signed
    assert calls() == [("sent", 1)]
    assert firings(name)[0][2] == [["call_webhook", ""]]


def test_each_is_told_once(cast, outside, hooked):
    inbound(cast)
    react()
    job.run()
    job.run()
    assert len(outside.came) == 1


@pytest.mark.parametrize("status", [301, 404, 500])
def test_what_is_not_taken_is_told_again_later_and_then_given_up(cast, clock, outside, hooked, status):
    outside.status = status
    inbound(cast)
    react()
    for tries in range(1, 8):
        job.run()
        assert len(outside.came) == tries
        job.run()
        assert len(outside.came) == tries, "not yet"
        clock.forward(hours=14)
    assert calls() == [("dead", 7)]
    (seen,) = hook.hooks(cast.cleo)
    assert (seen.failed, seen.waiting) == (1, 0)
    assert str(status) in seen.last


def test_a_call_left_behind_by_a_kill_is_made_again_under_the_same_key(cast, clock, outside, hooked):
    inbound(cast)
    react()
    (left,) = hook.claim_calls(JOB)
    job.run()
    assert outside.came == []
    clock.forward(minutes=6)
    job.run()
    assert outside.came[0][1]["Baton-Delivery"] == left.key
    hook.settle_calls(JOB, [(left, "it ran out meanwhile")])
    assert calls() == [("sent", 2)]


def test_who_does_not_answer_in_time_holds_up_only_its_own_calls(cast, outside, hooked, monkeypatch):
    monkeypatch.setattr(wire, "PATIENCE_S", 0.2)
    outside.slow = 0.6
    for _ in range(3):
        inbound(cast)
    react()
    job.run()
    assert len(outside.came) == 1
    assert [state for state, _ in calls()] == ["waiting"] * 3


def test_a_certificate_that_nobody_trusts_is_not_told_anything(cast, outside, hooked, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    inbound(cast)
    react()
    job.run()
    assert outside.came == []
    (seen,) = hook.hooks(cast.cleo)
    assert seen.waiting == 1


@pytest.mark.parametrize(
    "inside",
    ["127.0.0.1", "10.0.0.8", "192.168.1.4", "169.254.169.254", "172.16.0.1", "0.0.0.0", "::1", "fd00::1",
     "::ffff:10.0.0.1", "100.64.0.1", "224.0.0.1"],
)  # fmt: skip
def test_nothing_is_called_inside_a_private_network(cast, outside, hooked, monkeypatch, inside):
    """Whatever the name says when it is set up, it is looked up again at each call."""
    monkeypatch.setenv("BATON_HOOKS_PRIVATE", "false")
    settings.forget()
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (inside, 443))]
    both = [*found, (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    inbound(cast)
    react()
    job.run()
    assert outside.came == []
    c = hook_call.c
    with reading() as db:
        assert "private network" in db.execute(select(c.outcome)).scalar_one()


@pytest.mark.parametrize(
    "address",
    ["http://example.org/hook", "ftp://example.org", "https://", "https://user:word@example.org/", "nonsense", "",
     "https://example.org/#part", "https://exa mple.org\r\nHost: x"],
)  # fmt: skip
def test_only_https_addresses_can_be_set(cast, address):
    with pytest.raises(Lacking) as refused:
        hook.add_hook(cast.cleo, "Warehouse", address)
    assert set(refused.value.fields) == {"address"}


def test_webhooks_are_for_people_who_answer_for_every_site(cast):
    for who in (cast.dev, cast.mia, cast.ana):
        with pytest.raises(NotAllowed):
            hook.add_hook(who, "Warehouse", "https://example.org/hook")
    number = hook.add_hook(cast.cleo, "Warehouse", "https://example.org/hook")
    with pytest.raises(NotAllowed):
        hook.secret(cast.mia, number)
    with pytest.raises(NotAllowed):
        hook.hooks(cast.dev)
    assert [(one.name, one.address) for one in hook.hooks(cast.mia)] == [("Warehouse", "")]


def test_two_people_do_not_overwrite_each_other_and_names_tell_them_apart(cast):
    number = hook.add_hook(cast.cleo, "Warehouse", "https://example.org/hook")
    hook.change_hook(cast.adam, number, 1, "Warehouse", "https://example.org/other")
    with pytest.raises(Changed):
        hook.change_hook(cast.cleo, number, 1, "Warehouse", "https://example.org/third")
    with pytest.raises(Lacking):
        hook.add_hook(cast.cleo, "Warehouse", "https://example.org/again")


def test_a_new_secret_is_another(cast):
    number = hook.add_hook(cast.cleo, "Warehouse", "https://example.org/hook")
    before = hook.secret(cast.cleo, number)
    hook.renew_secret(cast.cleo, number, 1)
    assert hook.secret(cast.cleo, number) != before
    assert len(before) > 40


def test_a_webhook_that_is_removed_takes_its_calls_along_and_switches_its_rules_off(cast, outside, hooked):
    number, name = hooked
    inbound(cast)
    react()
    hook.drop_hook(cast.cleo, number, 1)
    assert calls() == []
    inbound(cast)
    react()
    assert firings(name)[-1][2] == [["call_webhook", "The webhook is gone or switched off."]]
    assert rule.look_after(JOB) == 1
    with pytest.raises(NotFound):
        hook.drop_hook(cast.cleo, number, 1)


def test_old_calls_are_forgotten(cast, clock, outside, hooked):
    inbound(cast)
    react()
    job.run()
    assert hook.sweep_calls(JOB) == 0
    clock.forward(days=91)
    assert hook.sweep_calls(JOB) == 1
