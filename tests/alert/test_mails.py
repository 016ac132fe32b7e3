"""Mails to staff: pressing ones at once and by day, everything else once a morning, and no patient's name in any."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core import alert, clock, referral
from core.alert import Patience, Quiet, Rung, Way
from core.directory import Urgency
from core.work import reading, work
from data.tables import message, site
from tests import make
from tests.alert.story import HOUR, between, jobs, later, mails
from tests.referral.story import inbound

pytestmark = pytest.mark.usefixtures("shipped")


def several_quiet(cast, count=1, days=15, **more):
    """Several referrals that have gone quiet, told of at the end."""
    several = [inbound(cast, patient_id=make.patient(f"Rose {n}", at=cast.leeds), **more) for n in range(count)]
    jobs()
    jobs(later(days=days))
    return several


def letters():
    c = message.c
    wanted = select(c.to_name, c.headline, c.body, c.body_html, c.subject, c.subject_id, c.site_id, c.template)
    with reading() as db:
        return db.execute(wanted.where(c.rule == "escalation").order_by(c.id)).all()


def test_a_morning_lists_forty_things_in_one_mail(cast):
    several = several_quiet(cast, 40)
    jobs(later(days=16))
    (letter,) = letters()
    assert (letter.to_name, letter.headline) == ("Ana Costa", "Your morning in Baton: 40 to look at")
    for it in several:
        assert referral.one(cast.ana, it).now.reference in letter.body
        assert f"/referral?id={it}" in letter.body
        assert f'/referral?id={it}"' in letter.body_html
    assert "New\n" in letter.body


def test_no_mail_names_a_patient(cast):
    several_quiet(cast, 3)
    between(later(days=15), later(days=26), timedelta(hours=12))
    written = letters()
    assert {letter.to_name for letter in written} == {"Ana Costa", "Mia Lund", "Cleo Marsh"}
    for letter in written:
        assert "Rose" not in letter.body + letter.body_html + letter.headline


def test_the_mail_of_an_operator_leads_to_no_record(cast):
    several_quiet(cast)
    between(later(days=15), later(days=26), timedelta(hours=12))
    (letter,) = [each for each in letters() if each.to_name == "Cleo Marsh"]
    assert "/alerts" in letter.body
    assert "/referral" not in letter.body + letter.body_html


def test_the_next_morning_says_what_is_new_and_what_still_waits(cast):
    several_quiet(cast)
    second = inbound(cast, patient_id=make.patient("Rose Later", at=cast.leeds))
    with clock.telling(later(days=2)):
        referral.note(cast.ana, second, "Spoke to the practice")
    for days in (2, 16, 17, 18):
        jobs(later(days=days))
    to_ana = [each for each in letters() if each.to_name == "Ana Costa"]
    assert [each.headline for each in to_ana] == [
        "Your morning in Baton: 1 to look at",
        "Your morning in Baton: 2 to look at",
    ]
    new, _, waiting = to_ana[-1].body.partition("Still waiting for somebody")
    assert referral.one(cast.ana, second).now.reference in new
    assert referral.one(cast.ana, second).now.reference not in waiting


def test_nothing_new_is_no_mail(cast):
    several_quiet(cast)
    alert.set_part(cast.cleo, None, "manager", Rung(told=False), 0)
    alert.set_part(cast.cleo, None, "operator", Rung(told=False), 0)
    between(later(days=16), later(days=26), timedelta(hours=12))
    assert [to for to, _, _ in mails()] == ["Ana Costa"]


def test_what_is_urgent_is_a_mail_at_once_about_its_referral(cast):
    (it,) = several_quiet(cast, days=6, urgency=Urgency.URGENT)
    (letter,) = letters()
    reference = referral.one(cast.ana, it).now.reference
    assert letter.headline == f"Stalled: {reference} at Leeds Dental"
    assert "Stalled: nobody has done anything for 6 days" in letter.body
    assert (letter.subject, letter.subject_id, letter.site_id, letter.template) == ("referral", it, cast.leeds, "alert")


def test_several_pressing_things_are_one_mail(cast):
    several_quiet(cast, 5, days=6, urgency=Urgency.URGENT)
    (letter,) = letters()
    assert letter.headline == "5 referrals need somebody"
    assert (letter.subject, letter.subject_id, letter.site_id) == ("account", cast.ana.account_id, cast.leeds)


def test_at_night_nobody_is_mailed_not_even_what_is_urgent_unless_a_setting_says_so(cast):
    several_quiet(cast, days=5.6, urgency=Urgency.URGENT)
    assert mails() == [], "Sunday, 23:24"
    between(later(days=5.6), later(days=6.2), HOUR)
    ((_, _, left),) = mails()
    assert clock.local(left, "Europe/London").hour == 8, "the first round after 07:30"


def test_a_suspected_cancer_wakes_who_is_to_be_woken(cast):
    alert.set_part(cast.cleo, None, "quiet", Quiet(wakes=frozenset({Urgency.SUSPECTED_CANCER})), 0)
    several_quiet(cast, days=3.7, urgency=Urgency.SUSPECTED_CANCER)
    assert [to for to, _, _ in mails()] == ["Ana Costa"]


def test_a_site_may_have_quiet_hours_of_its_own(cast):
    alert.set_part(cast.mia, cast.leeds, "quiet", Quiet(begins=24 * 60, ends=60, closed_days=False), 0)
    several_quiet(cast, days=5.6, urgency=Urgency.URGENT)
    assert len(mails()) == 1


def test_a_site_may_be_more_patient_than_the_group(cast):
    alert.set_part(cast.mia, cast.leeds, "stalled", Patience(dict(zip(Urgency, (30, 20, 10, 3), strict=True))), 0)
    several_quiet(cast, days=29)
    assert alert.standing(cast.ana) == []
    jobs(later(days=31))
    assert len(alert.standing(cast.ana)) == 1


def test_the_morning_is_the_sites_own(cast):
    with work() as db:
        db.execute(update(site).values(time_zone="America/New_York"))
    several_quiet(cast)
    between(later(days=15), later(days=17), HOUR)
    left = next(when for to, _, when in mails() if to == "Ana Costa")
    assert clock.local(left, "America/New_York").hour == 8


def test_always_at_once_mails_each_as_it_comes(cast):
    alert.set_part(cast.cleo, None, "owner", Rung(way=Way.NOW), 0)
    several_quiet(cast)
    assert [to for to, _, _ in mails()] == ["Ana Costa"]


def test_a_list_that_is_too_long_says_how_much_it_leaves_out(cast):
    several_quiet(cast, 45)
    jobs(later(days=16))
    (letter,) = letters()
    assert "New (45, of which the first 40)" in letter.body
    assert letter.body.count("/referral?id=") == 40


def test_a_mail_that_lists_two_sites_is_read_again_at_neither(cast):
    several_quiet(cast)
    york = inbound(cast, site_id=cast.york, patient_id=make.patient("Rose York", at=cast.york))
    with clock.telling(later(days=2)):
        referral.note(cast.ana, york, "Spoke to the practice")
    for days in (2, 16, 17, 18):
        jobs(later(days=days))
    first, second = [each for each in letters() if each.to_name == "Ana Costa"]
    assert (first.subject, first.site_id) == ("referral", cast.leeds)
    assert (second.subject, second.site_id) == ("account", None)
