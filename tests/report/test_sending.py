"""Reports by mail: each period of each list once, late if need be, to whoever may still see it."""

import re

import pytest
from sqlalchemy import func, select, update

from core import report
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow
from core.report import Draft, Person, Scope, Way
from core.settings import forget
from core.work import reading, work
from data.tables import account, edition, edition_sent, event, site, site_holiday
from jobs import deliver, react, reports
from tests.cast import Cast
from tests.referral.story import inbound
from tests.report.press import FIRST_WORKING_DAY, OCTOBER, SEPTEMBER, at, mailed, received, text
from tests.world.smtp import Sink


@pytest.fixture
def sink(monkeypatch):
    with Sink() as running:
        monkeypatch.setenv("BATON_MAIL_URL", running.url)
        forget()
        yield running


def count(table) -> int:
    with reading() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()


def mails(sink: Sink) -> list:
    """What came about reports, by whom it went to."""
    several = (one.message for one in sink.letters if "Leeds Dental, " in str(one.message["Subject"]))
    return sorted(several, key=lambda each: str(each["To"]))


def sent_rows() -> list:
    with reading() as db:
        return db.execute(select(edition_sent).order_by(edition_sent.c.id)).all()


def test_on_the_first_working_day_each_gets_it_as_they_want_it(cast: Cast, sink):
    received(cast, 2025, 10, 7, 10)
    with at(2025, 10, 20, 9):
        report.set_list(cast.mia, mailed(cast))
    with at(2025, 11, 1, 9):
        assert reports.run() == 0, "a Saturday"
    with at(2025, 11, 3, 7, 59):
        assert reports.run() == 0, "before eight"
    with at(2025, 11, 3, 8, 0):
        assert reports.run() == 2
        assert reports.run() == 0
        deliver.run()
        ana, pat = mails(sink)
        assert ana["Subject"] == pat["Subject"] == "Practice month: Leeds Dental, October 2025"
        (paper,) = ana.iter_attachments()
        assert (paper.get_content_type(), paper.get_filename()) == ("application/pdf", "practice-month-2025-10-01.pdf")
        assert "October 2025" in text(paper.get_content())
        assert "1 referral received at Leeds Dental" in ana.get_body(("plain",)).get_content()
        assert not list(pat.iter_attachments())
        token = re.search(r"/report/(\S+)", pat.get_body(("plain",)).get_content()).group(1)
        assert report.followed(token).content == paper.get_content()
    assert sent_rows()[1].opened_at is not None


def test_down_over_two_month_ends_both_are_sent_once_in_their_order(cast: Cast, sink):
    received(cast, 2025, 9, 2, 10)
    with at(2025, 9, 3, 9):
        report.set_list(cast.mia, mailed(cast))
    with at(2025, 11, 20, 12):
        assert reports.run() == 4
        assert reports.run() == 0
    with reading() as db:
        found = db.execute(select(edition.c.period_on).order_by(edition.c.id)).scalars().all()
    assert found == [SEPTEMBER, OCTOBER]
    assert len(sent_rows()) == 4


def test_a_report_waits_until_everything_before_it_is_counted(cast: Cast):
    with at(2025, 10, 20, 9):
        report.set_list(cast.mia, mailed(cast))
        inbound(cast)
    with at(2025, 11, 3, 9):
        assert reports.run() == 0
        while react.run():
            pass
        assert reports.run() == 2


def test_a_closed_day_moves_it_to_the_next_open_one(cast: Cast):
    with work() as db:
        db.execute(site_holiday.insert().values(site_id=cast.leeds, on=FIRST_WORKING_DAY.date(), name="", nation=""))
    with at(2025, 10, 20, 9):
        report.set_list(cast.mia, mailed(cast))
    with at(2025, 11, 3, 12):
        assert reports.run() == 0
    with at(2025, 11, 4, 8):
        assert reports.run() == 2


def test_a_list_set_late_in_the_month_does_not_send_what_has_passed(cast: Cast):
    with at(2025, 11, 20, 9):
        report.set_list(cast.mia, mailed(cast))
        assert reports.run() == 0


def test_a_paused_list_sends_nothing_and_nothing_in_arrears_afterwards(cast: Cast):
    with at(2025, 8, 20, 9):
        id = report.set_list(cast.mia, mailed(cast, active=False))
    with at(2025, 10, 20, 9):
        assert reports.run() == 0
        report.set_list(cast.mia, mailed(cast), id, 1)
        assert reports.run() == 0
    with at(2025, 11, 3, 9):
        assert reports.run() == 2
    assert count(edition) == 1


def test_of_weeks_that_were_missed_only_the_newest_is_sent_and_says_how_it_stands_now(cast: Cast):
    received(cast, 2025, 10, 7, 10)
    people = (Person(Way.ATTACHMENT, cast.ana.account_id),)
    with at(2025, 10, 8, 9):
        report.set_list(cast.mia, Draft("coordinator_week", Scope(cast.leeds), people, weekday=3))
    with at(2025, 10, 9, 8):
        assert reports.run() == 1
    with at(2025, 10, 31, 8):
        assert reports.run() == 1
        assert reports.run() == 0
    assert count(edition) == 2


def test_who_may_not_see_it_any_more_gets_nothing_and_the_archive_says_so(cast: Cast):
    with at(2025, 10, 20, 9):
        report.set_list(cast.mia, mailed(cast))
    with work() as db:
        db.execute(update(account).where(account.c.id == cast.ana.account_id).values(role="front_desk"))
    with at(2025, 11, 3, 9):
        assert reports.run() == 1
    assert [row.why for row in sent_rows()] == ["May not see this report any more.", ""]


def test_one_who_is_on_two_lists_gets_it_once(cast: Cast):
    with at(2025, 10, 20, 9):
        report.set_list(cast.mia, mailed(cast))
        report.set_list(cast.mia, mailed(cast))
    with at(2025, 11, 3, 9):
        assert reports.run() == 2
    assert count(edition) == 1


def test_what_was_built_by_hand_is_what_is_sent(cast: Cast):
    with at(2025, 10, 20, 9):
        report.set_list(cast.mia, mailed(cast))
    with at(2025, 11, 1, 9):
        by_hand = report.build(cast.mia, "practice_month", Scope(cast.leeds), OCTOBER)
        assert report.build(cast.mia, "practice_month", Scope(cast.leeds), OCTOBER) == by_hand
    with at(2025, 11, 3, 9):
        reports.run()
    assert {row.edition_id for row in sent_rows()} == {by_hand}


def test_a_site_that_closed_is_told_up_to_its_last_month_and_then_no_more(cast: Cast):
    with at(2025, 9, 20, 9):
        report.set_list(cast.mia, mailed(cast))
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.leeds).values(closed_on=SEPTEMBER.replace(day=25)))
    with at(2025, 11, 20, 9):
        assert reports.run() == 2, "September alone"
        assert reports.run() == 0
    assert count(edition) == 1


def test_a_list_is_kept_by_managers_for_their_sites_and_operators_for_all(cast: Cast):
    with at(2025, 10, 20, 9):
        for actor in (cast.dev, cast.ana, cast.ben):
            with pytest.raises(NotAllowed):
                report.set_list(actor, mailed(cast))
        id = report.set_list(cast.mia, mailed(cast))
        with pytest.raises(NotAllowed):
            report.set_list(cast.mia, Draft("group_month", Scope(), (Person(Way.LINK, cast.cleo.account_id),)))
        report.set_list(cast.cleo, Draft("group_month", Scope(), (Person(Way.LINK, cast.cleo.account_id),)))
        assert [one.id for one in report.lists(cast.mia)] == [id]
        assert len(report.lists(cast.cleo)) == 2
        with pytest.raises(NotAllowed):
            report.lists(cast.dev)
        with pytest.raises(Changed):
            report.drop_list(cast.mia, id, 7)
        report.drop_list(cast.mia, id, 1)
        with pytest.raises(NotFound):
            report.drop_list(cast.mia, id, 1)


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ((), "at least one"),
        ((Person(Way.LINK, None, "Pat", "no address"),), "not one usable"),
        ((Person(Way.LINK, None, "", "pat@example.com"),), "name"),
        ((Person(Way.LINK, None, "Pat", "a@example.com"), Person(Way.LINK, None, "Bo", "A@example.com")), "same"),
        ((Person(Way.LINK, None, "Pat\r\nBcc: x@evil.test", "a@example.com"),), "line"),
    ],
)
def test_who_cannot_be_on_a_list_is_said(cast: Cast, people, said):
    with pytest.raises(Lacking) as refused:
        report.set_list(cast.mia, mailed(cast, people=people))
    assert said in refused.value.fields["people"]


def test_a_colleague_who_may_not_see_it_cannot_be_put_on_a_list(cast: Cast):
    with pytest.raises(Lacking):
        report.set_list(cast.mia, mailed(cast, people=(Person(Way.LINK, cast.dev.account_id),)))
    names = [one.name for one in report.readers(cast.mia, "practice_month", Scope(cast.leeds))]
    assert names == ["Ana Costa", "Cleo Marsh", "Mia Lund"]


def test_a_link_is_refused_when_it_is_forged_altered_over_or_withdrawn(cast: Cast, sink):
    with at(2025, 10, 20, 9):
        report.set_list(cast.mia, mailed(cast))
    with at(2025, 11, 3, 9):
        reports.run()
        deliver.run()
    token = re.search(r"/report/(\S+)", mails(sink)[1].get_body(("plain",)).get_content()).group(1)
    sent = sent_rows()[1]
    with at(2025, 11, 20, 9):
        assert report.followed(token).content.startswith(b"%PDF")
        for bad in (
            token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1],
            token[3:],
            "guess",
            "",
            "é",
            token + ".",
        ):
            with pytest.raises(NotFound):
                report.followed(bad)
    with at(2025, 12, 4, 9), pytest.raises(NotNow, match="over"):
        report.followed(token)
    with at(2025, 11, 20, 9):
        with pytest.raises(NotAllowed):
            report.withdraw(cast.ana, sent.id)
        report.withdraw(cast.mia, sent.id)
        with pytest.raises(NotNow, match="over"):
            report.followed(token)


def test_what_happened_is_kept_in_the_audit(cast: Cast):
    with at(2025, 10, 20, 9):
        report.set_list(cast.mia, mailed(cast))
    with at(2025, 11, 3, 9):
        reports.run()
    with reading() as db:
        kinds = db.execute(select(event.c.kind).where(event.c.subject.in_(("edition", "distribution")))).scalars().all()
    assert kinds == ["distribution:set", "edition:built", "edition:sent"]
