"""Who is told what of that which happened."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from core import referral
from core.access import Role, machine
from core.audit import About, Filter, Kind, patient_reads, record, timeline, trail
from core.errors import NotAllowed, NotFound
from core.work import reading, work
from data.tables import event, event_text
from tests import make
from tests.referral.story import booked, inbound, internal, only_at, step

pytestmark = pytest.mark.usefixtures("database")


def sentences(entries):
    return [entry.sentence for entry in entries]


def test_a_timeline_tells_in_sentences_newest_first(cast, today):
    it = inbound(cast)
    booked(cast, it)
    step(cast.ana, it, "miss", reason="miss.forgot")
    assert sentences(timeline(cast.ana, "referral", it)) == [
        "Appointment missed: Forgot",
        "Appointment booked for Tue 10 Mar, 09:00",
        "Accepted",
        "Received from Pennine Dental",
    ]
    assert {entry.actor for entry in timeline(cast.ana, "referral", it)} == {"Ana Costa"}


def test_an_erased_reason_is_said_to_be_erased(cast, today):
    it = inbound(cast)
    step(cast.ana, it, "decline", reason="decline.no_capacity", comment="Try Harrogate")
    declined = timeline(cast.ana, "referral", it)[0]
    assert (declined.sentence, declined.comment) == (
        "Declined: No capacity in reasonable time",
        "Try Harrogate",
    )
    with work() as db:
        db.execute(delete(event_text))
    declined = timeline(cast.ana, "referral", it)[0]
    assert (declined.sentence, declined.comment) == ("Declined: reason erased", "")


def test_what_was_never_said_leaves_no_gap(cast):
    with work() as db:
        record(db, machine("job:test"), Kind.REFERRAL_SENT, About("referral", 1, cast.leeds))
        record(db, machine("job:test"), Kind.REFERRAL_HELD, About("site", 1, cast.leeds), reason="x")
    found = {entry.kind: entry for entry in trail(cast.mia, Filter()).entries}
    assert found["referral:sent"].sentence == "Sent"
    assert found["referral:sent"].actor == "Baton"
    assert found["referral:held"].sentence == "Put on hold"


def test_a_site_of_the_other_side_reads_the_words_of_an_internal_referral(cast):
    it = internal(cast)
    at_york = only_at(cast.ana, {cast.york})
    assert sentences(timeline(at_york, "referral", it)) == ["Sent to Leeds Dental"]


def test_dev_sees_no_timeline_of_leeds(cast):
    it = inbound(cast)
    patient_id = referral.one(cast.ana, it).now.patient_id
    for subject, number in (("referral", it), ("patient", patient_id)):
        with pytest.raises(NotFound):
            timeline(cast.dev, subject, number)


def test_clinical_words_are_for_those_who_may_read_clinical_notes(cast):
    it = inbound(cast)
    booked(cast, it)
    step(cast.ana, it, "attend", summary="Pulp exposed", comment="On time")
    assert timeline(cast.ana, "referral", it)[0].words["summary"] == "Pulp exposed"
    desk = replace(cast.ana, role=Role.FRONT_DESK)
    assert "summary" not in timeline(desk, "referral", it)[0].words


def test_a_timeline_of_an_account_is_for_auditors(cast):
    with work() as db:
        record(db, cast.adam, Kind.ACCOUNT_DISABLED, About("account", cast.dev.account_id))
    assert sentences(timeline(cast.adam, "account", cast.dev.account_id)) == ["Account disabled"]
    with pytest.raises(NotAllowed):
        timeline(cast.ana, "account", cast.dev.account_id)


def test_the_trail_is_for_auditors_of_the_site(cast):
    inbound(cast)
    assert "referral:received" in [entry.kind for entry in trail(cast.mia, Filter()).entries]
    for other in (cast.ana, cast.ben, cast.dev):
        with pytest.raises(NotAllowed):
            trail(other, Filter())


def test_an_auditor_elsewhere_sees_nothing_of_leeds(cast):
    inbound(cast)
    at_hull = only_at(cast.mia, {cast.hull})
    assert {entry.site_id for entry in trail(at_hull, Filter()).entries} <= {cast.hull}
    with pytest.raises(NotAllowed):
        trail(at_hull, Filter(site_id=cast.leeds))


def test_what_belongs_to_no_site_is_for_those_who_answer_for_all(cast):
    with work() as db:
        record(db, machine("command-line"), Kind.DIRECTORY_IMPORTED, About("directory", 0), {"added": 3})
    assert "directory:imported" in [entry.kind for entry in trail(cast.cleo, Filter()).entries]
    assert "directory:imported" not in [entry.kind for entry in trail(cast.mia, Filter()).entries]


def test_an_operator_reads_what_happened_without_names(cast):
    it = inbound(cast)
    (received,) = trail(cast.cleo, Filter(subject="referral", subject_id=it)).entries
    assert (received.sentence, dict(received.words)) == ("Received from referrer not shown to you", {})


def test_the_trail_is_filtered(cast, clock, today):
    first = inbound(cast)
    reference = referral.one(cast.ana, first).now.reference
    clock.forward(days=2)
    second = inbound(cast, by=cast.ben, patient_id=make.patient("Tom Reed", at=cast.leeds))

    def found(**wanted):
        return [e.subject_id for e in trail(cast.mia, Filter(kind="referral:received", **wanted)).entries]

    assert found() == [second, first]
    assert found(person=cast.ben.account_id) == [second]
    assert found(reference=reference.lower()) == [first]
    assert found(until_on=today) == [first]
    assert found(from_on=today + timedelta(days=1)) == [second]
    assert found(from_on=today, until_on=today + timedelta(days=2), site_id=cast.leeds) == [second, first]
    assert found(subject="patient") == []


def test_the_trail_is_read_page_by_page(cast):
    with work() as db:
        ids = [record(db, cast.mia, Kind.SITE_ADDED, About("site", n, cast.leeds)) for n in range(7)]
    wanted, seen, before = Filter(kind="site:added"), [], None
    while True:
        page = trail(cast.mia, wanted, before, limit=3)
        seen += [entry.id for entry in page.entries]
        before = page.before
        if before is None:
            break
    assert [number for number in seen if number in ids] == ids[::-1]
    assert seen == sorted(set(seen), reverse=True)


def test_who_looked_at_a_patient_is_kept_and_told_to_auditors(cast):
    it = inbound(cast)
    patient_id = referral.one(cast.ana, it).now.patient_id
    assert {look.name for look in patient_reads(cast.mia, patient_id)} == {"Ana Costa"}
    assert patient_reads(only_at(cast.mia, {cast.hull}), patient_id) == []
    with pytest.raises(NotAllowed):
        patient_reads(cast.dev, patient_id)


def test_every_kind_of_event_can_be_told(cast):
    with work() as db:
        for kind in Kind:
            record(db, cast.adam, kind, About("account", 1))
    with reading() as db:
        assert len(db.execute(select(event.c.id).where(event.c.subject == "account")).all()) >= len(Kind)
    told = sentences(timeline(cast.adam, "account", 1))
    untold = [sentence for sentence in told if not sentence or "{" in sentence or sentence.endswith((":", " to"))]
    assert untold == []
