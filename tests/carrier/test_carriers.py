"""Ways out as somebody sets them up: checked, sealed, one for each channel, and off with one click."""

import pytest
from sqlalchemy import select, update

from core import carrier
from core.access import machine
from core.channel import Channel
from core.errors import Changed, Lacking, NotAllowed, NotFound
from core.settings import forget
from core.work import reading, work
from data.tables import carrier as table
from data.tables import event, event_text
from tests.world.smtp import Sink
from tests.world.twilio import TOKEN, twilio

JOB = machine("test")
SERVER = {"host": "smtp.example.org", "user": "baton", "password": "s3cret-word"}
FOLDER = {"folder": "/nowhere"}


def one(cast, name):
    return next(each for each in carrier.carriers_set(cast.adam) if each.name == name)


def out():
    return {each.kind.channel: each.name for each in carrier.ways_out(JOB)}


def test_every_carrier_of_the_shelf_can_be_filled_in(cast):
    found = {each.name: each for each in carrier.carriers_set(cast.cleo)}
    assert {"smtp", "maildir", "twilio_sms", "twilio_whatsapp", "printer", "chat"} <= found.keys()
    assert not any(each.active or each.is_set for each in found.values())
    assert out() == {Channel.EMAIL: "maildir"}


def test_a_secret_is_sealed_kept_when_left_empty_and_never_told(cast):
    carrier.set_carrier(cast.adam, "smtp", 0, SERVER)
    with reading() as db:
        row = db.execute(select(table)).one()
        told = str(db.execute(select(event.c.facts)).all()) + str(db.execute(select(event_text.c.words)).all())
    assert "s3cret-word" not in row.sealed + told
    seen = one(cast, "smtp")
    assert (seen.values["user"], seen.kept, seen.active) == ("baton", {"password"}, True)
    assert "s3cret-word" not in repr(seen)
    carrier.set_carrier(cast.adam, "smtp", 1, SERVER | {"password": "", "port": "2525"})
    (way,) = carrier.ways_out(JOB)
    assert (way.values["password"], way.values["port"]) == ("s3cret-word", "2525")
    with reading() as db:
        changes = [row.facts["what"] for row in db.execute(select(event).where(event.c.kind == "carrier:set"))]
    assert changes == [["host", "password", "security", "user"], ["port"]]


def test_what_is_wrong_is_said_field_by_field(cast):
    with pytest.raises(Lacking) as lacking:
        carrier.set_carrier(cast.adam, "smtp", 0, {"port": "none", "security": "ROT13", "user": "a\nb", "per_day": "0"})
    assert lacking.value.fields.keys() == {"host", "port", "security", "user", "per_day"}


def test_one_carrier_carries_each_channel_and_email_always_has_one(cast):
    carrier.set_carrier(cast.adam, "sms_folder", 0, FOLDER)
    assert out() == {Channel.EMAIL: "maildir", Channel.SMS: "sms_folder"}
    carrier.set_carrier(cast.adam, "twilio_sms", 0, {"account": "AC1", "token": "t", "sender": "Harbour"})
    assert out()[Channel.SMS] == "twilio_sms"
    assert not one(cast, "sms_folder").active
    carrier.switch(cast.adam, "twilio_sms", 1, active=False)
    assert out() == {Channel.EMAIL: "maildir"}
    carrier.switch(cast.adam, "twilio_sms", 2, active=True)
    assert out()[Channel.SMS] == "twilio_sms"


def test_two_people_do_not_overwrite_each_other(cast):
    carrier.set_carrier(cast.adam, "smtp", 0, SERVER)
    with pytest.raises(Changed):
        carrier.set_carrier(cast.cleo, "smtp", 0, SERVER)
    with pytest.raises(Changed):
        carrier.switch(cast.cleo, "smtp", 0, active=False)


def test_a_test_says_in_a_sentence_what_happened_and_is_kept_for_what_is_saved(cast):
    with Sink() as sink:
        values = {"host": "127.0.0.1", "port": str(sink.port)}
        assert carrier.try_out(cast.adam, "smtp", values).sentence == "127.0.0.1 answers."
        carrier.set_carrier(cast.adam, "smtp", 0, values)
        assert one(cast, "smtp").tested_at is None
        carrier.try_out(cast.adam, "smtp", values)
        assert (one(cast, "smtp").works, one(cast, "smtp").outcome) == (True, "127.0.0.1 answers.")
        assert sink.letters == []
    gone = carrier.try_out(cast.adam, "smtp", values)
    assert not gone.works
    assert "refused the connection" in one(cast, "smtp").outcome
    with twilio() as world:
        assert carrier.try_out(cast.adam, "twilio_sms", world.values).works
        wrong = carrier.try_out(cast.adam, "twilio_sms", world.values | {"token": "guessed"})
        assert not wrong.works
        assert "guessed" not in wrong.sentence + TOKEN


def test_a_house_with_another_key_reads_nothing_and_says_so(cast, monkeypatch):
    carrier.set_carrier(cast.adam, "smtp", 0, SERVER)
    monkeypatch.setenv("BATON_SECRET_KEY", "another-key-of-at-least-thirty-two-characters")
    forget()
    assert not one(cast, "smtp").readable
    assert out() == {Channel.EMAIL: "maildir"}


def test_a_sealed_text_that_was_altered_is_not_read(cast):
    carrier.set_carrier(cast.adam, "smtp", 0, SERVER)
    with work() as db:
        sealed = db.execute(select(table.c.sealed)).scalar_one()
        db.execute(update(table).values(sealed=sealed[:-8] + "AAAAAAA="))
    assert not one(cast, "smtp").readable


def test_managers_and_desks_set_up_nothing(cast):
    for actor in (cast.mia, cast.ana, cast.dev):
        with pytest.raises(NotAllowed):
            carrier.carriers_set(actor)
        with pytest.raises(NotAllowed):
            carrier.set_carrier(actor, "smtp", 0, SERVER)
        with pytest.raises(NotAllowed):
            carrier.switch(actor, "smtp", 0, active=False)
        with pytest.raises(NotAllowed):
            carrier.try_out(actor, "smtp", SERVER)
    with pytest.raises(NotFound):
        carrier.set_carrier(cast.adam, "telegraph", 0, {})
