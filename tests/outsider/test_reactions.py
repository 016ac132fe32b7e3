"""What follows when a practice outside answers by its link: somebody here looks at it; and mails lead to its page."""

import pytest
from sqlalchemy import select

from core import link, outsider, referral, task
from core.link import Purpose
from core.outsider import Form
from core.referral import Answers
from core.rule.react import react
from core.work import reading
from data.tables import message
from tests.cast import Cast
from tests.link.hold import handed
from tests.referral.story import booked, inbound, internal, outbound, step

PAGE = "/o/:provider"


def say(cast: Cast, number: int, deed: str, **given: str) -> None:
    """As the practice outside, by a link that Ana handed over."""
    guest = outsider.came(handed(cast, number))
    version = referral.one(cast.ana, number).now.version
    outsider.answer(guest.actor, Form(guest.link_id, number, deed, version, deed), Answers(**given))
    drained()


def drained() -> None:
    while react():
        pass


def titles(cast: Cast, number: int) -> list[str]:
    return [
        each.title
        for each in task.of(cast.ana, "referral", number)
        if each.kind == "answer_outside" and each.state == "open"
    ]


def mails(number: int) -> dict[str, str]:
    """What was written about a referral, by the text's name."""
    with reading() as db:
        rows = db.execute(select(message.c.template, message.c.body).where(message.c.subject_id == number))
        return {row.template: row.body for row in rows}


def test_a_question_by_link_waits_to_be_answered_and_the_answer_ends_it(cast, today):
    number = outbound(cast)
    say(cast, number, "ask_information", comment="Is there a radiograph?")
    assert titles(cast, number) == ["Answer what Aire Oral Surgery asks about Tom O'Brien"]
    step(cast.ana, number, "give_information", comment="It is on its way")
    drained()
    assert titles(cast, number) == []


@pytest.mark.parametrize("deed", ["note", "decline"])
def test_what_they_write_or_decline_waits_for_somebody(cast, today, deed):
    number = outbound(cast)
    reason = next(each.code for each in referral.reasons(cast.ana, "decline", ["recipient"]) if not each.needs_comment)
    say(cast, number, deed, **({"comment": "Please ring us"} if deed == "note" else {"reason": reason}))
    (title,) = titles(cast, number)
    assert "Aire Oral Surgery" in title
    assert "Tom O'Brien" in title


def test_the_same_noted_by_a_colleague_asks_nobody(cast, today):
    number = outbound(cast)
    step(cast.ana, number, "ask_information", comment="They ask for a radiograph")
    referral.note(cast.ana, number, "They rang")
    drained()
    assert titles(cast, number) == []


def test_mails_lead_a_practice_outside_to_its_page_and_colleagues_to_the_telephone(cast, today):
    out, came, within = outbound(cast), inbound(cast), internal(cast)
    for number in (came, within):
        booked(cast, number, days=1)
    drained()
    assert f"Answer the referral: {link.place(Purpose.PROVIDER)}" in mails(out)["sent-recipient"]
    told = mails(came)
    status = f"See where it stands: {link.place(Purpose.PROVIDER)}"
    assert all(status in told[f"{each}-referrer"] for each in ("received", "booked"))
    assert all(PAGE not in body for body in mails(within).values())


def test_a_report_by_somebody_of_the_house_is_held_to_more_than_a_file(cast, today):
    number = inbound(cast)
    booked(cast, number)
    with pytest.raises(Exception, match="Say what was diagnosed"):
        step(cast.ben, number, "report")
