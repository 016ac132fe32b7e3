"""Waits and records as the database counts them are what anybody would count over the rows."""

from random import Random
from statistics import median

import pytest
from sqlalchemy import select

from core import clock, directory
from core.directory import Dealings, Details, Share, Wait
from core.directory.measured import WINDOW
from core.errors import NotAllowed
from core.work import reading
from data.tables import appointment, referral, report
from tests import make
from tests.directory.past import sent
from tests.directory.test_queries import STRANGER


def counted(provider_id, specialty, since):
    """The same, counted plainly in Python over every row."""
    with reading() as db:
        referrals = [r for r in db.execute(select(referral)) if r.recipient_provider_id == provider_id]
        visits, reports = db.execute(select(appointment)).all(), db.execute(select(report)).all()
    mine = [
        r for r in referrals if r.specialty == specialty and r.received_at >= since and r.stage != "entered_in_error"
    ]
    booked, seen, kept, missed, reported, visited = [], [], 0, 0, 0, 0
    for r in mine:
        own = [v for v in visits if v.referral_id == r.id]
        attended = [v.starts_at for v in own if v.state == "attended"]
        booked += [(min(v.booked_at for v in own) - r.received_at).total_seconds()] if own else []
        seen += [(min(attended) - r.received_at).total_seconds()] if attended else []
        kept, missed = kept + len(attended), missed + sum(v.state == "missed" for v in own)
        has = any(p.referral_id == r.id and p.kind == "final" for p in reports)
        reported, visited = reported + has, visited + bool(has or attended)
    decided = [r.decision for r in mine if r.decision]
    return {
        "sent": len(mine),
        "booked": (median(booked) / 86400 if booked else None, len(booked)),
        "seen": (median(seen) / 86400 if seen else None, len(seen)),
        "attendance": Share(kept, kept + missed),
        "reports": Share(reported, visited),
        "declined": Share(decided.count("declined"), len(decided)),
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_a_record_equals_a_plain_count(cast, today, seed):
    dice, elm, oak = Random(seed), make.provider(), make.provider()
    rose = make.patient(at=cast.leeds)
    for _ in range(60 + seed):
        booked = dice.choice([None, dice.uniform(0, 30)])
        sent(
            dice.choice([elm, elm, oak]),
            site=dice.choice([cast.leeds, cast.hull]),
            patient=rose,
            days_ago=dice.uniform(0, 450),
            booked=booked,
            seen=None if booked is None else dice.choice([None, booked + dice.uniform(1, 60)]),
            missed=dice.choice([0, 0, 1, 2]),
            reported=dice.random() < 0.3,
            decision=dice.choice(["", "accepted", "accepted", "declined"]),
            specialty=dice.choice(["oral_surgery", "implant"]),
            stage=dice.choice(["completed", "booked", "entered_in_error"]),
        )
    since = clock.now() - WINDOW
    for id in (elm, oak):
        record = directory.record_of(cast.dev, id)
        for specialty in ("oral_surgery", "implant"):
            one, plain = record[specialty], counted(id, specialty, since)
            assert {name: getattr(one, name) for name in ("sent", "attendance", "reports", "declined")} == {
                name: plain[name] for name in ("sent", "attendance", "reports", "declined")
            }
            for name in ("booked", "seen"):
                wait = getattr(one, name)
                assert (wait.median, wait.n) == (pytest.approx(plain[name][0], abs=1e-6), plain[name][1])


def test_fewer_than_five_say_nothing_yet(cast):
    elm, rose = make.provider(), make.patient(at=cast.leeds)
    for _ in range(4):
        sent(elm, site=cast.leeds, patient=rose, booked=2, seen=10, reported=True, decision="accepted")
    one = directory.record_of(cast.ana, elm)["oral_surgery"]
    assert (one.seen.n, one.seen.days, one.reports.percent) == (4, None, None)
    sent(elm, site=cast.leeds, patient=rose, booked=2, seen=20, decision="declined")
    one = directory.record_of(cast.ana, elm)["oral_surgery"]
    assert (one.seen.days, one.booked.days, one.reports.percent, one.declined.percent) == (10, 2, 80, 20)
    assert directory.record_of(cast.ana, make.provider()) == {}
    assert Wait().days is None
    with pytest.raises(NotAllowed):
        directory.record_of(STRANGER, elm)


def test_what_goes_to_and_fro_is_counted_at_ones_own_sites(cast):
    elm, rose = make.provider(), make.patient(at=cast.leeds)
    sent(elm, site=cast.leeds, patient=rose)
    sent(elm, site=cast.leeds, patient=rose, closed_at=clock.now())
    sent(None, site=cast.leeds, patient=rose, direction="inbound", referrer_provider_id=elm)
    sent(elm, site=cast.leeds, patient=rose, days_ago=400)
    assert directory.dealings(cast.mia, elm) == Dealings(2, 1, 1)
    assert directory.dealings(cast.dev, elm) == Dealings(0, 0, 0)
    with pytest.raises(NotAllowed):
        directory.dealings(cast.adam, elm)


def test_what_goes_to_our_own_interests_is_counted_by_site_and_specialty(cast):
    own, other, rose = make.provider(), make.provider(), make.patient(at=cast.leeds)
    directory.describe_provider(cast.cleo, own, 1, Details(interest="Mia Lund owns a half"))
    for to, site, specialty, many in (
        (own, cast.leeds, "implant", 3),
        (other, cast.leeds, "implant", 3),
        (own, cast.hull, "implant", 1),
        (other, cast.leeds, "sedation", 2),
    ):
        for _ in range(many):
            sent(to, site=site, patient=rose, specialty=specialty)
    sent(own, site=cast.leeds, patient=rose, specialty="implant", days_ago=400)
    mine = directory.concentrations(cast.mia)
    assert [(each.site, each.specialty, each.share) for each in mine] == [("Leeds Dental", "implant", Share(3, 6))]
    assert mine[0].share.percent == 50
    assert [each.share.percent for each in directory.concentrations(cast.cleo)] == [None, 50]
    for actor in (cast.dev, cast.ben, cast.ana, cast.adam):
        with pytest.raises(NotAllowed):
            directory.concentrations(actor)
