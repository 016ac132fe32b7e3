"""Text messages by Twilio: what is posted, and what each answer means for the message."""

import json
from dataclasses import replace

import pytest

from core.connectors import Doubtful, Undeliverable, carriers
from tests.connectors.letter import letter
from tests.world.twilio import twilio

SMS = letter(to_address="+447700900123", text="Leeds Dental: call us. שלום")


@pytest.fixture
def world():
    with twilio() as running:
        yield running


def way(world, name="twilio_sms", **more):
    return carriers()[name](world.values | more)


def test_a_message_is_posted_once_with_the_address_that_hears_what_became_of_it(world):
    with way(world) as one:
        assert one.send(SMS) == "SM" + "0" * 32
        assert one.send(replace(SMS, message_id=f"{2:032x}@example.org")) == "SM" + f"{1:032x}"
    (first, _) = world.sent
    assert (first["To"], first["From"], first["Body"]) == ("+447700900123", "+441134960123", SMS.text)
    assert first["StatusCallback"] == f"http://localhost:8501/hooks/twilio/{1:032x}/example.org"
    assert world.connections == 1


def test_a_messaging_service_chooses_its_own_number(world):
    way(world, sender="MG123").send(SMS)
    assert world.sent[0]["MessagingServiceSid"] == "MG123"
    assert "From" not in world.sent[0]


def test_whatsapp_goes_the_same_way_in_its_own_words(world):
    way(world, "twilio_whatsapp").send(SMS)
    way(world, "twilio_whatsapp", template="HX1").send(SMS)
    plain, filled = world.sent
    assert (plain["To"], plain["From"]) == ("whatsapp:+447700900123", "whatsapp:+441134960123")
    assert "Body" not in filled
    assert json.loads(filled["ContentVariables"]) == {"1": SMS.text}


@pytest.mark.parametrize(
    ("code", "permanent", "down"),
    [(21211, True, False), (21610, True, False), (20003, False, True), (20429, False, True)],
)
def test_a_no_is_about_the_number_or_about_the_account(world, code, permanent, down):
    world.refuses = code
    with pytest.raises(Undeliverable, match="not valid") as failure:
        way(world).send(SMS)
    assert (failure.value.permanent, failure.value.down) == (permanent, down)


def test_a_wrong_token_stops_this_carrier_and_is_never_repeated(world):
    with pytest.raises(Undeliverable, match="401") as failure:
        way(world, token="wrong-secret").send(SMS)
    assert failure.value.down
    assert "wrong-secret" not in str(failure.value)


def test_an_error_on_their_side_leaves_doubt_and_being_busy_does_not(world):
    world.fails = 500
    with pytest.raises(Doubtful):
        way(world).send(SMS)
    world.fails = 503
    with pytest.raises(Undeliverable):
        way(world).send(SMS)


def test_silence_after_the_message_was_handed_over_leaves_doubt(world):
    one = way(world)
    one.patience_s, world.slow = 0.5, 1.5
    with pytest.raises(Doubtful, match="kept silent"):
        one.send(SMS)


def test_nobody_there_is_a_passing_failure(world):
    for address in ("http://127.0.0.1:9", "http://twilio.example", "ftp://api.twilio.com"):
        with pytest.raises(Undeliverable) as failure:
            way(world, address=address).send(SMS)
        assert (failure.value.permanent, failure.value.down) == (False, True)


def test_trying_it_out_says_whose_account_it_is(world):
    assert way(world).test() == "Twilio knows the account “Harbour Dental”: it is active."
    with pytest.raises(Undeliverable, match="Authenticate"):
        way(world, token="wrong").test()
    assert world.sent == []


def test_hostile_words_and_numbers_stay_one_message_to_one_number(world):
    text = "a&To=%2B447700900999\r\nBcc: x\x00 <b>&amp;"
    way(world).send(replace(SMS, text=text))
    (kept,) = world.sent
    assert (kept["To"], kept["Body"]) == ("+447700900123", text)
