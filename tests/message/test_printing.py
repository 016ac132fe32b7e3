"""Letters on paper: one PDF of those that wait at one's sites, noted as posted once."""

import io

import pytest
from pypdf import PdfReader

from core import audit, message
from core.audit import About
from core.channel import Channel
from core.errors import NotAllowed
from core.message import Way
from core.patient import mark_died
from core.work import work
from tests import make
from tests.message.write import put, row, tries

PLACE = "1 High Street, Leeds, LS1 4AB"


def letter(cast, key="1", site=None, name="Rose Tyler", **more):
    who = make.patient(name, at=site or cast.leeds)
    about = About("referral", 1, site or cast.leeds, who)
    return put(
        cast, key, about=about, audience="patient", to_name=name, channel=Channel.LETTER, to_address=PLACE, **more
    )


def printed(sheets):
    return [page.extract_text() for page in PdfReader(io.BytesIO(sheets.pdf)).pages]


def test_what_waits_is_one_file_with_each_letter_on_a_page_of_its_own(cast, today):
    first, second = letter(cast), letter(cast, "2", name="Zoë <b>O’Hara</b>", text="Dear Zoë,\n\n# not *Markdown*\n")
    assert message.to_print(cast.ana) == 2
    found = message.sheets(cast.ana)
    assert found.ids == (first, second)
    one, other = printed(found)
    assert "1 High Street" in one
    assert "Rose Tyler" in one
    assert "page 1 of 1" in other
    assert "Zoë <b>O’Hara</b>" in other
    assert "# not *Markdown*" in other
    assert row(first).state == "waiting", "looking is not posting"


def test_who_printed_them_is_kept_and_they_wait_no_more(cast, today):
    number = letter(cast)
    found = message.sheets(cast.ana)
    assert message.mark_printed(cast.ana, found.ids) == 1
    assert message.mark_printed(cast.ana, found.ids) == 0
    assert (row(number).state, row(number).outcome) == ("sent", "Printed by Ana Costa.")
    assert tries(number) == [("printer", "sent")]
    assert message.to_print(cast.ana) == 0
    kinds = [told.kind for told in audit.timeline(cast.ana, "patient", row(number).patient_id)]
    assert kinds.count("message:printed") <= 1


def test_nobody_is_written_to_after_their_death(cast, today):
    number = letter(cast)
    with work() as db:
        mark_died(db, row(number).patient_id, today)
    assert message.sheets(cast.ana).ids == ()
    assert row(number).state == "withheld"


def test_dev_at_hull_prints_nothing_of_leeds(cast, today):
    number = letter(cast)
    assert message.to_print(cast.dev) == 0
    assert message.sheets(cast.dev).ids == ()
    assert message.mark_printed(cast.dev, [number]) == 0
    with pytest.raises(NotAllowed):
        message.sheets(cast.adam)


def test_a_chain_is_told_from_its_first_to_its_last(cast, today):
    from core import clock
    from core.message.following import follow

    first = put(cast, fallback=(Way(channel=Channel.SMS, to_address="+447700900123", text="Call us."),))
    with work() as db:
        from sqlalchemy import insert

        from data.tables import carrier

        db.execute(insert(carrier).values(
            name="sms_folder", channel="sms", sealed="", active=True, changed_at=clock.now()
        ))  # fmt: skip
        second = follow(db, first, clock.now())
        assert follow(db, first, clock.now()) == second
    shown = message.preview(cast.ana, second)
    assert [each.id for each in shown.chain] == [first, second]
    assert shown.line.stands_in == "SMS instead of e-mail"
    assert shown.headers == (("By", "SMS"), ("To", "Pennine Dental, 07700 900123"))
    assert message.preview(cast.ana, first).line.stands_in == ""
