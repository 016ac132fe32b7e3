"""Links of people outside: made as a letter leaves, good for one thing, and refused in every other way."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import link, message, referral, settings
from core.audit import About, timeline
from core.errors import NotAllowed, NotFound, NotNow
from core.link import Purpose
from core.link.opening import OVER, UNKNOWN
from core.message import Result
from core.people.token import hashed
from core.work import reading
from data.tables import link as kept
from data.tables import message as outbox
from tests import make
from tests.link.hold import handed, left, mailed, token_in
from tests.message.write import put
from tests.referral.story import inbound, internal, outbound

MARKER, SIGN_IN = "/o/:provider", "provider"


def opened(token, address="192.0.2.1"):
    return link.opened(token, Purpose.PROVIDER, address)


def waiting(cast, number):
    """A letter to the practice that a referral goes to."""
    words = {"text": f"{link.place(Purpose.PROVIDER)}\n", "audience": "recipient"}
    put(cast, about=About("referral", number, cast.leeds), **words)


def rows():
    with reading() as db:
        return db.execute(select(kept).order_by(kept.c.id)).all()


def sentences(actor, number):
    return [entry.sentence for entry in timeline(actor, "referral", number)]


def test_a_letter_that_leaves_brings_a_link_about_its_referral_for_its_party(cast, today):
    number = outbound(cast)
    token = token_in(mailed(cast, number, to_name="Miss Aire", to_address="aire@example.org"))
    found = opened(token)
    assert (found.subject, found.subject_id, found.audience) == ("referral", number, "recipient")
    assert (found.name, found.address) == ("Miss Aire", "aire@example.org")
    assert len(token) == 43, "256 bits"


def test_neither_a_preview_nor_the_database_gives_anybody_a_link(cast, today):
    number = outbound(cast)
    token = token_in(mailed(cast, number))
    with reading() as db:
        sent = db.execute(select(outbox)).one()
    shown = message.preview(cast.ana, sent.id)
    assert MARKER in sent.body
    assert MARKER in shown.text
    assert token not in f"{sent}{shown}{rows()}"
    assert rows()[0].token_hash == hashed(token)


def test_a_letter_that_leaves_again_says_the_same(cast, today, clock):
    number = outbound(cast)
    put(
        cast,
        text=f"{link.place(Purpose.PROVIDER)}\n",
        audience="recipient",
        about=About("referral", number, cast.leeds),
    )
    said = []
    for outcome in ("waiting", "sent"):
        (claimed,) = message.claim("maildir", 10, timedelta(minutes=1))
        message.settle([(claimed, Result(outcome))])
        said.append(token_in(claimed.letter.text))
        clock.forward(minutes=5)
    assert said[0] == said[1]
    assert len(rows()) == 1


@pytest.mark.parametrize("audience", ["patient", "staff", "referrer"])
def test_a_marker_that_somebody_writes_brings_nobody_a_link_of_another(cast, today, clock, audience):
    clock.forward(hours=3)
    number = outbound(cast)
    text = mailed(cast, number, audience)
    assert f"/o/{SIGN_IN}\n" in text, "a page that says nothing to strangers"
    assert [row.purpose for row in rows() if row.purpose != Purpose.UNSUBSCRIBE] == []


def test_whom_the_patient_does_not_share_with_gets_no_link(cast, today):
    number = outbound(cast)
    referral.change(cast.ana, number, 1, {"may_share": False})
    assert token_in(mailed(cast, number)) == SIGN_IN
    with pytest.raises(NotNow, match="does not agree"):
        link.make(cast.ana, number)


def test_within_the_group_nobody_needs_one(cast, today):
    number = internal(cast)
    assert link.of_referral(cast.ana, number).may_make == (Purpose.PATIENT,)
    with pytest.raises(NotNow, match="no practice outside"):
        link.make(cast.ana, number)


def test_what_was_handed_over_is_for_the_practice_on_the_other_side(cast, today):
    for number, audience in ((inbound(cast), "referrer"), (outbound(cast), "recipient")):
        assert opened(handed(cast, number)).audience == audience
        assert sentences(cast.ana, number)[1].startswith("Link made for ")


ALTERED = {
    "cut": lambda token: token[:-1],
    "longer": lambda token: f"{token}A",
    "turned": lambda token: token.swapcase(),
    "with a zero": lambda token: f"{token}\x00",
    "its hash": hashed,
}


@pytest.mark.parametrize("how", [*ALTERED, "", "💩" * 9, "' OR 1=1 --"])
def test_altered_or_forged_it_opens_nothing_and_is_noted(cast, today, caplog, how):
    token = handed(cast, outbound(cast))
    with caplog.at_level(logging.WARNING, "baton"), pytest.raises(NotFound, match="nothing behind this link"):
        opened(ALTERED[how](token) if how in ALTERED else how)
    assert "link refused" in caplog.text
    assert opened(token)


def test_it_is_good_for_its_purpose_alone(cast, today):
    token = handed(cast, outbound(cast))
    with pytest.raises(NotFound, match=UNKNOWN):
        link.opened(token, Purpose.PROVIDER_LIST, "192.0.2.1")


def test_it_ends_by_itself_and_when_it_is_withdrawn(cast, today, clock, caplog):
    number = outbound(cast)
    first, second = handed(cast, number), handed(cast, number)
    newest = link.of_referral(cast.ana, number).links[0]
    link.withdraw(cast.ana, number, newest.id)
    with caplog.at_level(logging.WARNING, "baton"), pytest.raises(NotNow, match=OVER):
        opened(second)
    assert opened(first)
    clock.forward(days=91)
    with caplog.at_level(logging.WARNING, "baton"), pytest.raises(NotNow, match=OVER):
        opened(first)
    assert [record.facts["why"] for record in caplog.records] == ["withdrawn", "expired"]
    with pytest.raises(NotNow):
        link.withdraw(cast.ana, number, newest.id)


def test_another_key_of_the_house_makes_other_links(cast, today, monkeypatch):
    number = outbound(cast)
    put(
        cast,
        text=f"{link.place(Purpose.PROVIDER)}\n",
        audience="recipient",
        about=About("referral", number, cast.leeds),
    )
    (claimed,) = message.claim("maildir", 10, timedelta(minutes=1))
    monkeypatch.setenv("BATON_SECRET_KEY", "another key of the house, long enough to be one")
    settings.forget()
    message.settle([(claimed, Result("waiting"))])
    assert opened(token_in(claimed.letter.text)), "what is out stays good, for only its hash is asked"


def test_its_use_is_told_once_with_whose_it_is_and_kept_to_the_minute(cast, today, clock):
    number = outbound(cast, recipient_provider_id=make.provider("Aire Oral Surgery"))
    token = handed(cast, number)
    opened(token)
    (told,) = [each for each in timeline(cast.ana, "referral", number) if each.kind == "link:opened"]
    assert (told.sentence, told.actor) == ("Link first opened by Aire Oral Surgery", "Aire Oral Surgery, by link")
    clock.forward(hours=2)
    opened(token)
    (held,) = link.of_referral(cast.ana, number).links
    assert held.used_at - held.opened_at >= timedelta(hours=2)
    assert sentences(cast.ana, number).count("Link first opened by Aire Oral Surgery") == 1


def test_guessing_is_slowed_down_and_keeps_nobody_out(cast, today):
    token = handed(cast, outbound(cast))
    refused = []
    for n in range(25):
        with pytest.raises((NotFound, NotNow)) as why:
            opened(f"guess-{n}")
        refused.append(type(why.value))
    assert refused == [NotFound] * 20 + [NotNow] * 5
    assert opened(token)
    assert opened(token, "198.51.100.7")


def test_dev_sees_and_touches_no_link_of_leeds(cast, today):
    number = outbound(cast)
    handed(cast, number)
    (held,) = link.of_referral(cast.ana, number).links
    for forbidden in (
        lambda: link.of_referral(cast.dev, number),
        lambda: link.make(cast.dev, number),
        lambda: link.withdraw(cast.dev, number, held.id),
    ):
        with pytest.raises(NotFound):
            forbidden()
    other = outbound(cast)
    with pytest.raises(NotNow):
        link.withdraw(cast.ana, other, held.id)


def test_operators_hand_over_nothing(cast, today):
    number = outbound(cast)
    for actor in (cast.cleo, cast.adam):
        with pytest.raises(NotAllowed):
            link.of_referral(actor, number)
        with pytest.raises((NotAllowed, NotFound)):
            link.make(actor, number)


def test_several_letters_get_several_links(cast, today):
    first, second = outbound(cast), inbound(cast)
    texts = [mailed(cast, first), mailed(cast, second, "referrer")]
    assert [opened(token_in(text)).subject_id for text in texts] == [first, second]
    put(cast, "plain", text="Nothing to open.\n")
    assert left() == "Nothing to open.\n"
    assert len(rows()) == 2
