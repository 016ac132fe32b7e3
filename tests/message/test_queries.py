"""What was written can be looked up, by those who may, exactly as it left."""

from dataclasses import replace

import pytest

from core import message, referral
from core.access import Role
from core.audit import About, patient_reads
from core.errors import NotAllowed, NotFound
from core.message import Filter, Result
from tests import make
from tests.message.test_outbox import MINUTE, carry
from tests.message.write import outgoing, put, row
from tests.referral.story import inbound, internal, only_at


def test_messages_of_a_referral_are_seen_from_both_of_its_sites(cast):
    it = internal(cast)
    number = put(cast, about=About("referral", it, cast.leeds))
    for site in (cast.leeds, cast.york):
        assert [line.id for line in message.of(only_at(cast.ana, {site}), "referral", it)] == [number]
    assert message.of(cast.dev, "referral", it) == []


def test_a_page_shows_only_the_actors_sites_newest_first(cast):
    leeds = [put(cast, f"l{n}") for n in range(5)]
    hull = put(cast, "h", about=About("referral", 2, cast.hull))
    first = message.page(cast.ana, Filter(), limit=3)
    rest = message.page(cast.ana, Filter(), before=first.before, limit=3)
    assert [line.id for line in first.lines + rest.lines] == leeds[::-1]
    assert rest.before is None
    assert [line.id for line in message.page(cast.dev, Filter()).lines] == [hull]
    with pytest.raises(NotAllowed):
        message.page(cast.dev, Filter(site_id=cast.leeds))


def test_a_page_is_filtered(cast):
    it = inbound(cast)
    rose = referral.one(cast.ana, it).now
    dead = put(cast, "1", about=About("referral", 99, cast.leeds))
    carry(Result("dead", "no"))
    to_patient = put(cast, "2", audience="patient", about=About("referral", it, cast.leeds, rose.patient_id))

    def found(**wanted):
        return [line.id for line in message.page(cast.ana, Filter(**wanted)).lines]

    assert found(state="dead") == [dead]
    assert found(audience="patient", state="waiting") == [to_patient]
    assert found(typed="oka") == [to_patient]
    assert found(typed=rose.reference.lower()) == [to_patient]
    assert found(typed="nobody") == []
    assert found(site_id=cast.york) == []


def test_messages_are_counted_by_state(cast):
    put(cast, "1")
    carry(Result("in_doubt", "cut"))
    put(cast, "2")
    assert message.counts(cast.ana) == {"in_doubt": 1, "dead": 0, "waiting": 1, "sending": 0, "sent": 0, "withheld": 0}
    assert message.stuck(cast.ana) == {"in_doubt": 1, "dead": 0}
    assert sum(message.counts(cast.dev).values()) == sum(message.stuck(cast.dev).values()) == 0
    assert sum(message.counts(cast.ana, cast.york).values()) == 0


def test_a_preview_is_exactly_what_left(cast):
    left = []
    number = put(cast)
    (claimed,) = message.claim("smtp", 1, MINUTE)
    left.append(claimed.letter)
    message.settle([(claimed, Result("sent"))])
    shown = message.preview(cast.ana, number)
    assert list(shown.headers) == left[0].headers()
    assert (shown.text, shown.html, shown.withheld) == (left[0].text, left[0].html, False)
    assert [(one.carrier, one.outcome) for one in shown.attempts] == [("smtp", "sent")]


def test_looking_at_a_message_leaves_a_trace_at_the_patient(cast):
    rose = make.patient(at=cast.leeds)
    message.preview(cast.ben, put(cast, about=About("referral", 1, cast.leeds, rose)))
    assert [look.name for look in patient_reads(cast.mia, rose)] == ["Ben Okafor"]


@pytest.mark.parametrize("template", ["outcome-referrer", "a text that is shipped no more"])
def test_a_clinical_text_is_withheld_from_the_front_desk(cast, template):
    number = put(cast, template=template, text="Pulp exposed", html="<p>Pulp exposed</p>")
    desk = message.preview(replace(cast.ana, role=Role.FRONT_DESK), number)
    assert (desk.withheld, desk.text, desk.html) == (True, "", "")
    assert message.preview(cast.ana, number).text == "Pulp exposed"


def test_dev_looks_at_no_message_of_leeds(cast):
    number = put(cast)
    with pytest.raises(NotFound):
        message.preview(cast.dev, number)
    for ask in (lambda: message.counts(cast.adam), lambda: message.page(cast.cleo, Filter())):
        with pytest.raises(NotAllowed):
            ask()
    assert outgoing(cast).key == row(number).key
