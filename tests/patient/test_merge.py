"""Two records of one patient become one: nothing of either is lost, and nobody finds the other any more."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from core import audit, patient
from core.channel import Channel
from core.consent import Purpose
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow, Refusal
from core.patient import NewPatient
from core.patient.relink import LINKS
from core.referral import one
from core.work import reading
from data.tables import metadata, patient_read
from data.tables import patient as table
from tests import make
from tests.patient.records import (
    SMITH,
    SMYTH,
    merge,
    register,
)
from tests.referral import story

APART = {
    "event",
    "patient_read",
    "patient_contact",
    "consent",
    "patient_site",
    "patient_double",
    "patient_merge",
}
"""What names a patient and does not follow a merge: history, what makes the record itself, and the merge."""


def test_everything_that_names_a_patient_follows_or_is_named_here():
    naming = {key.parent.table.name for each in metadata.tables.values() for key in each.foreign_keys
              if key.column.table is table}  # fmt: skip
    assert naming == {link.table.name for link in LINKS} | APART


def test_the_preview_says_what_differs_what_moves_and_what_ends(cast, smith, smyth):
    story.inbound(cast, patient_id=smyth)
    story.inbound(cast, patient_id=smyth, specialty="implant")
    make.say(cast.ana, smith, Channel.EMAIL, True)
    make.say(cast.ana, smyth, Channel.EMAIL, False)
    seen = patient.preview(cast.ana, smith, smyth)
    assert seen.moving == ("2 referrals",)
    assert seen.withdrawn == ((Channel.EMAIL, Purpose.CARE),)
    assert (seen.refused, seen.clashes) == ("", ())
    assert "same date of birth" in seen.like.reasons
    parts = {part.name: (part.kept, part.gone, part.open) for part in seen.parts}
    assert parts["given_name"] == ("Rose", "Rosie", True)
    assert parts["phone"] == ("07700 900001", "07700 900002", True)
    assert parts["home"] == ("", "LS1 4AB", False)
    assert parts["born_on"] == ("23 May 1961", "23 May 1961", False)


def test_what_is_chosen_stays_and_what_only_one_knows_is_filled_in(cast, smith, smyth):
    merge(cast.ana, smith, smyth, {"given_name": "gone", "phone": "gone", "family_name": "kept", "home": "kept"})
    card = patient.one(cast.ana, smith)
    assert (card.name, card.postcode) == ("Rosie Smith", "LS1 4AB")
    assert card.contact(Channel.PHONE) == "+447700900002"
    assert {each.address for each in card.contacts} == {"+447700900001", "+447700900002", "rose@example.org"}
    for typed in ("rosie smith", "07700 900001", "07700 900002", "ls1 4ab"):
        assert [found.id for found in patient.find(cast.ana, typed)] == [smith]


def test_the_stricter_consent_wins(cast):
    said = {"email": (True, False), "phone": (None, True), "sms": (False, None)}
    kept = register(cast, SMITH, consents={Channel(c): a for c, (a, _) in said.items() if a is not None})
    gone = register(cast, SMYTH, consents={Channel(c): b for c, (_, b) in said.items() if b is not None})
    merge(cast.ana, kept, gone)
    assert patient.one(cast.ana, kept).consents == {Channel.EMAIL: False, Channel.PHONE: True, Channel.SMS: False}


def test_a_death_is_not_lost(cast, smith):
    gone = register(cast, SMYTH, died_on=date(2026, 1, 2))
    merge(cast.ana, smith, gone, {"died_on": "kept"})
    assert patient.one(cast.ana, smith).died_on == date(2026, 1, 2)
    with reading() as db:
        assert patient.reach(db, smith).died


def test_the_nhs_number_of_either_stays(cast, smith):
    gone = register(cast, SMYTH, nhs_number="9990000018")
    undo = merge(cast.ana, smith, gone)
    assert patient.one(cast.ana, smith).nhs_number == "9990000018"
    patient.unmerge(cast.ana, undo)
    assert [patient.one(cast.ana, each).nhs_number for each in (smith, gone)] == [None, "9990000018"]


def test_two_nhs_numbers_are_two_people(cast):
    one, other = register(cast, SMITH, nhs_number="9990000018"), register(cast, SMYTH, nhs_number="9990000026")
    assert "NHS numbers differ" in patient.preview(cast.ana, one, other).refused
    with pytest.raises(NotNow, match="NHS numbers differ"):
        merge(cast.ana, one, other)


def test_two_open_referrals_for_one_thing_need_a_reason(cast, smith, smyth):
    first, second = story.inbound(cast, patient_id=smith), story.inbound(cast, patient_id=smyth)
    references = [one(cast.ana, each).now.reference for each in (first, second)]
    (clash,) = patient.preview(cast.ana, smith, smyth).clashes
    assert (clash.service, clash.ours, clash.theirs) == ("Endodontics", *references)
    with pytest.raises(Lacking) as lacking:
        merge(cast.ana, smith, smyth, reason="  ")
    assert set(lacking.value.fields) == {"reason"}
    merge(cast.ana, smith, smyth, reason="Two teeth, two letters")
    assert audit.timeline(cast.ana, "patient", smith)[0].comment == "Two teeth, two letters"


def test_the_merged_record_is_found_by_nobody_and_an_old_link_leads_on(cast, smith, smyth):
    merge(cast.ana, smith, smyth)
    assert patient.find(cast.ana, "smyth") == []
    assert [one.found.id for one in patient.suggest(cast.ana, NewPatient(born_on=make.BORN, **SMYTH))] == [smith]
    with pytest.raises(NotFound, match="merged with Rose Smith"):
        patient.one(cast.ana, smyth)
    with pytest.raises(NotFound, match="merged with Rose Smith"):
        make.say(cast.ana, smyth, Channel.EMAIL, True)
    with pytest.raises(NotFound):
        story.inbound(cast, patient_id=smyth)
    assert patient.merged_into(cast.ana, smyth).id == smith
    assert patient.merged_into(cast.ana, smith) is None
    assert patient.merged_into(cast.dev, smyth) is None


def test_the_story_and_who_looked_are_one_while_merged(cast, smith, smyth):
    patient.one(cast.ben, smyth)
    with reading() as db:
        before = {row.patient_id for row in db.execute(select(patient_read.c.patient_id))}
    assert before == {smyth}
    undo = merge(cast.mia, smith, smyth)
    told = [entry.sentence for entry in audit.timeline(cast.mia, "patient", smith)]
    assert told == ["Merged with Rosie Smyth", "Patient added", "Patient added"]
    assert "Ben Okafor" in [read.name for read in audit.patient_reads(cast.mia, smith)]
    patient.unmerge(cast.mia, undo, "Two sisters")
    for each, other in ((smith, "Rosie Smyth"), (smyth, "Rose Smith")):
        entry = audit.timeline(cast.mia, "patient", each)[0]
        assert (entry.sentence, entry.comment) == (f"Taken apart again from {other}", "Two sisters")
    assert len(audit.timeline(cast.mia, "patient", smyth)) == 2
    assert "Ben Okafor" not in [read.name for read in audit.patient_reads(cast.mia, smith)]
    assert "Ben Okafor" in [read.name for read in audit.patient_reads(cast.mia, smyth)]


def test_what_cannot_be_merged_is_refused(cast, smith, smyth):
    with pytest.raises(Refusal, match="two different records"):
        merge(cast.ana, smith, smith)
    versions = patient.preview(cast.ana, smith, smyth).versions
    patient.change(cast.ben, smyth, 1, NewPatient(born_on=make.BORN, **SMYTH))
    with pytest.raises(Changed):
        patient.merge(cast.ana, smith, smyth, versions, {})
    merge(cast.ana, smith, smyth)
    for pair in ((smith, smyth), (smyth, smith)):
        with pytest.raises(NotFound, match="merged with Rose Smith"):
            patient.merge(cast.ana, *pair, versions, {})


def test_of_two_who_merge_at_once_one_wins_and_one_is_told(cast, smith, smyth):
    versions, start, told = patient.preview(cast.ana, smith, smyth).versions, Barrier(2), []

    def press(kept, gone, seen):
        start.wait()
        try:
            told.append(patient.merge(cast.ana, kept, gone, seen, {}))
        except Refusal as refusal:
            told.append(refusal)

    both = [Thread(target=press, args=given) for given in ((smith, smyth, versions), (smyth, smith, versions[::-1]))]
    for each in both:
        each.start()
    for each in both:
        each.join()
    refused = [each for each in told if isinstance(each, Refusal)]
    assert len(refused) == 1
    assert "merged with" in str(refused[0])
    assert len(patient.find(cast.ana, "ros")) == 1


def test_dev_at_hull_and_other_roles_merge_nothing_of_leeds(cast, smith, smyth):
    coordinator = replace(cast.ana, sites=frozenset({cast.hull}))
    for actor, refusal in ((cast.dev, NotAllowed), (cast.ben, NotAllowed), (cast.cleo, NotAllowed),
                           (coordinator, NotFound)):  # fmt: skip
        with pytest.raises(refusal):
            patient.preview(actor, smith, smyth)
        with pytest.raises(refusal):
            patient.merge(actor, smith, smyth, (1, 1), {})
        with pytest.raises(refusal):
            patient.unmerge(actor, 1)
    undo = merge(cast.ana, smith, smyth)
    with pytest.raises(NotFound):
        patient.unmerge(coordinator, undo)
    assert patient.merges(cast.dev, smith) == []


def test_a_patient_of_another_site_is_not_merged_with_one_of_ours(cast, smith):
    theirs = register(cast, SMYTH, by=cast.dev, at=cast.hull)
    for pair in ((smith, theirs), (theirs, smith)):
        with pytest.raises(NotFound):
            patient.merge(cast.ana, *pair, (1, 1), {})
