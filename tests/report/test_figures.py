"""What a report says is what the rows say: counted again here, plainly, over referrals and visits."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select, update

from core import clock, report
from core.access import Role
from core.errors import Lacking, NotAllowed, NotFound, NotNow
from core.referral import assign
from core.report import Scope
from core.report.content import Kept
from core.work import reading, work
from data.tables import account, appointment, referral
from jobs import react
from tests import make
from tests.cast import Cast, actor
from tests.referral.story import inbound, step
from tests.report.press import JOB, OCTOBER, at, built, received, text


def october(cast: Cast, many: int) -> list[int]:
    """So many referrals in October, every way a little different, all counted."""
    dice, patients, ids = Random(many), [], []
    elm = make.provider("Elm Road Dental")
    for n in range(many):
        with at(2025, 10, 1 + n % 28, 9 + n % 7):
            patients.append(make.patient(f"Rose Tyler {n}", at=cast.leeds))
            funding = dice.choice(("nhs", "private"))
            ids.append(inbound(cast, patient_id=patients[-1], referrer_provider_id=elm, funding=funding))
            if n % 4:
                step(cast.ana, ids[-1], "accept")
            if n % 4 > 1:
                step(cast.ana, ids[-1], "book", starts_at=clock.now() + timedelta(days=2))
        if n % 4 > 2:
            with at(2025, 10, 3 + n % 28, 12 + n % 5):
                step(cast.ana, ids[-1], "attend")
    with at(2025, 11, 3, 8):
        while react.run():
            pass
    return ids


def told(cast: Cast, kind: str = "practice_month", scope: Scope | None = None) -> dict[str, list]:
    """The tables of a report by their titles, as they are kept."""
    id = report.build(JOB, kind, scope or Scope(cast.leeds), OCTOBER)
    _, kept, _ = report.one(cast.mia, id)
    return {each.title: list(each.rows) for each in kept.tables}


def test_its_funnel_is_what_the_rows_say(cast: Cast):
    october(cast, 13)
    with at(2025, 11, 3, 8):
        funnel = dict(told(cast)["How far they came"])
    with reading() as db:
        stages = Counter(db.execute(select(referral.c.stage)).scalars())
        visits = db.execute(select(appointment.c.referral_id, appointment.c.state)).all()
    assert funnel["Received"] == sum(stages.values()) == 13
    assert funnel["Accepted"] == 13 - stages["sent"]
    assert funnel["Booked"] == len({row.referral_id for row in visits})
    assert funnel["Attended"] == len({row.referral_id for row in visits if row.state == "attended"})


def test_the_words_of_its_pages_carry_the_same_numbers(cast: Cast):
    october(cast, 13)
    with at(2025, 11, 3, 8):
        words = built(cast)
    for said in (
        "Leeds Dental",
        "October 2025",
        "As it stood on Mon 3 Nov 2025, 08:00",
        "page 4 of 4",
        "Elm Road Dental",
    ):
        assert said in words
    assert words.split("The month in short")[1].split()[:2] == ["Received", "13"]


def test_an_empty_group_is_told_as_it_is(cast: Cast):
    with at(2025, 11, 3, 8):
        words = built(cast)
        assert "There is too little history" in words
        assert "Nothing is late and nothing waits" in words
        assert "No referral was received" in report.one(cast.mia, 1)[1].summary[0]
        group = report.build(JOB, "group_month", Scope(), OCTOBER)
        assert "The whole group" in text(report.shown(cast.cleo, group))


def test_one_referral_makes_no_share(cast: Cast):
    received(cast, 2025, 10, 7, 10)
    with at(2025, 11, 3, 8):
        words = built(cast)
    assert "100 %" not in words
    assert "0 of 1" in words or "1 of 1" in words


def test_four_are_counted_and_five_make_a_share(cast: Cast):
    october(cast, 4)
    with at(2025, 11, 3, 8):
        four = dict(told(cast)["How far they came"])
        words = built(cast)
        assert four["Received"] == 4
        assert "50 %" not in words
        assert "2 of 4" in words


def test_the_referrer_is_told_of_its_own_patients_and_nothing_of_others(cast: Cast):
    elm, oak = make.provider("Elm Road Dental"), make.provider("Oak Street Dental")
    rose, tom = make.patient("Rose Tyler", at=cast.leeds), make.patient("Tom Baker", at=cast.leeds)
    hidden, other = make.patient("Amy Pond", at=cast.leeds), make.patient("Rory Williams", at=cast.leeds)
    received(cast, 2025, 10, 7, 10, patient_id=rose, referrer_provider_id=elm, their_reference="ELM-7")
    received(cast, 2025, 9, 2, 10, patient_id=tom, referrer_provider_id=elm, reason="Sore under the bridge")
    third = received(cast, 2025, 10, 8, 10, patient_id=hidden, referrer_provider_id=elm)
    with work() as db:
        db.execute(update(referral).where(referral.c.id == third).values(may_share=False))
    received(cast, 2025, 10, 9, 10, patient_id=other, referrer_provider_id=oak)
    with reading() as db:
        references = dict(db.execute(select(referral.c.patient_id, referral.c.reference)).all())
    with at(2025, 11, 3, 8):
        words = built(cast, "referrer_month", Scope(cast.leeds, elm))
    assert references[rose] in words
    assert references[tom] in words
    assert "R. T." in words
    assert "ELM-7" in words
    assert "1 patient has not agreed" in words
    withheld = (references[hidden], references[other], "Tyler", "Pond", "Oak Street", "bridge", "£", "Pain on biting")
    assert [one for one in withheld if one in words] == []


def test_the_weekly_list_names_owners_and_references_and_no_patient(cast: Cast):
    id = received(cast, 2025, 10, 7, 10)
    with at(2025, 10, 30, 8):
        edition_id = report.build(JOB, "coordinator_week", Scope(cast.leeds), date(2025, 10, 30))
        words = text(report.shown(cast.ana, edition_id))
    with reading() as db:
        reference = db.execute(select(referral.c.reference).where(referral.c.id == id)).scalar_one()
    assert reference in words
    assert "late" in words
    assert "Iris" not in words


def test_who_is_called_alike_is_told_apart(cast: Cast):
    """Two practices of one name in one town, and two colleagues of one name: each has figures of its own."""
    with work() as db:
        again = actor(db, "Zoe Costa", Role.COORDINATOR, (cast.leeds,))
        db.execute(update(account).where(account.c.id == again.account_id).values(name="Ana Costa"))
    for n in range(3):
        elm, who = make.provider("Elm Road Dental"), make.patient(f"Rose Tyler {n}", at=cast.leeds)
        id = received(cast, 2025, 10, 7, 10 + n, patient_id=who, referrer_provider_id=elm)
    with at(2025, 10, 7, 14):
        assign(cast.mia, id, None, again.account_id)
    with at(2025, 11, 3, 8):
        practices = told(cast)["Practices that refer most"]
        assert [row[1] for row in practices] == [1, 1, 1]
        assert len({row[0] for row in practices}) == 3
        week = report.build(JOB, "coordinator_week", Scope(cast.leeds), date(2025, 11, 3))
        owners = next(each for each in report.one(cast.ana, week)[1].tables if each.title == "By owner")
    assert [row[:2] for row in owners.rows] == [("Ana Costa", 2), ("Ana Costa", 1)]


def test_what_stands_still_is_not_late_in_a_report_either(cast: Cast):
    """A hold whose day has come waits for the jobs; the board does not call it late, and no report does."""
    id = received(cast, 2025, 10, 7, 10)
    with work() as db:
        past = datetime(2025, 10, 20, tzinfo=UTC)
        db.execute(update(referral).where(referral.c.id == id).values(clock="paused", due_at=past))
    with at(2025, 11, 3, 8):
        assert ("Open now", "1", "", "whenever they were received") in told(cast)["In short"]


def test_the_month_of_a_referrer_is_that_of_each_site(cast: Cast):
    """Where it is November already when it came, it is told of in November, whoever asks of every site."""
    elm, away = make.provider("Elm Road Dental"), make.site("Auckland", time_zone="Pacific/Auckland")
    with at(2025, 10, 31, 20):
        who = make.patient(at=away)
        inbound(cast, make.HOUSE, patient_id=who, site_id=away, referrer_provider_id=elm)
    with at(2025, 12, 1, 8):
        for on, new in ((OCTOBER, 0), (date(2025, 11, 1), 1)):
            words = text(report.preview(JOB, "referrer_month", Scope(None, elm), on))
            assert words.count("1 Nov 2025") == new


def test_who_may_look_at_what(cast: Cast):
    with at(2025, 11, 3, 8):
        leeds = report.build(JOB, "practice_month", Scope(cast.leeds), OCTOBER)
        hull = report.build(JOB, "practice_month", Scope(cast.hull), OCTOBER)
        group = report.build(JOB, "group_month", Scope(), OCTOBER)
        week = report.build(JOB, "coordinator_week", Scope(cast.leeds), date(2025, 11, 3))
        assert {one.id for one in report.editions(cast.ana)} == {leeds, week}
        assert {one.id for one in report.editions(cast.cleo)} == {leeds, hull, group, week}
        for actor in (cast.dev, cast.ben):
            with pytest.raises(NotAllowed):
                report.editions(actor)
        for wrong in (hull, group):
            with pytest.raises(NotFound):
                report.file(cast.ana, wrong, "csv")
        with pytest.raises(NotAllowed):
            report.shown(cast.cleo, week)
        with pytest.raises(NotAllowed):
            report.file(cast.cleo, week, "xlsx")
        with pytest.raises(NotAllowed):
            report.preview(cast.dev, "practice_month", Scope(cast.hull), OCTOBER)
        with pytest.raises(NotAllowed):
            report.build(cast.ana, "practice_month", Scope(cast.leeds), OCTOBER)
        with pytest.raises(NotAllowed):
            report.preview(cast.ana, "group_month", Scope(), OCTOBER)


def test_what_cannot_be_built_is_refused_in_words(cast: Cast):
    with at(2025, 11, 3, 8):
        for code, scope, on, said in (
            ("practice_month", Scope(cast.leeds), date(2025, 11, 1), NotNow),
            ("practice_month", Scope(cast.leeds), date(2025, 10, 2), Lacking),
            ("practice_month", Scope(), OCTOBER, Lacking),
            ("referrer_month", Scope(cast.leeds), OCTOBER, Lacking),
            ("practice_month", Scope(cast.leeds), date(2019, 1, 1), NotNow),
            ("coordinator_week", Scope(cast.leeds), date(2025, 10, 20), NotNow),
            ("yearly", Scope(cast.leeds), OCTOBER, NotFound),
        ):
            with pytest.raises(said):
                report.build(JOB, code, scope, on)


def test_the_files_hold_the_same_tables(cast: Cast):
    october(cast, 6)
    with at(2025, 11, 3, 8):
        id = report.build(JOB, "practice_month", Scope(cast.leeds), OCTOBER)
        lines = report.file(cast.ana, id, "csv").content.decode("utf-8-sig")
        book = report.file(cast.ana, id, "xlsx").content
    assert '"How far they came","Received","Referrals","6",""' in lines
    assert book.startswith(b"PK")
    assert len(Kept.read(report.one(cast.ana, id)[1].spelt()).tables) == len(report.one(cast.ana, id)[1].tables)


def test_an_evening_in_summer_time_belongs_to_its_local_month(cast: Cast):
    """00:30 on 1 October in London is still September in UTC."""
    received(cast, 2025, 9, 30, 23, 30)
    with at(2025, 11, 3, 8):
        assert dict(told(cast)["How far they came"])["Received"] == 1
        assert "1 referral received" in report.one(cast.mia, 1)[1].summary[0]
