"""Documents are added, replaced, withdrawn and opened where one works; nothing is overwritten."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from core import clock, document
from core.audit import timeline
from core.document import Holder, Origin, Paper, Upload, store
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow
from core.work import reading, work
from data.tables import arrival, draft, patient_read
from tests import make
from tests.document import papers
from tests.document.papers import opg
from tests.referral.story import internal, only_at


def told(actor, holder: Holder) -> list[str]:
    return [entry.sentence for entry in timeline(actor, "referral", holder.id)]


def test_a_radiograph_is_listed_with_who_when_and_its_date_of_exposure(cast, iris, today):
    id = opg(cast, iris)
    (found,) = document.of(cast.ben, iris)
    assert (found.id, found.kind, found.called, found.taken_on) == (id, Paper.RADIOGRAPH, "OPG", date(2026, 3, 2))
    assert (found.added_by, found.version, found.origin) == ("Ana Costa", 1, Origin.RECEIVED)
    assert document.content(cast.ben, id) == papers.picture()
    assert told(cast.ana, iris)[0] == "Radiograph added: OPG"


def test_without_a_title_it_is_called_by_its_kind(cast, iris):
    document.add(cast.ana, Upload("scan.pdf", papers.pdf()), iris, Paper.CONSENT, origin=Origin.SENT)
    assert document.of(cast.ana, iris)[0].called == "Consent"
    assert told(cast.ana, iris)[0] == "Consent added"


def test_a_newer_version_comes_before_the_older_one_which_can_still_be_opened(cast, iris):
    first = opg(cast, iris)
    better = papers.picture(size=(80, 80))
    second = document.replace(cast.ana, first, Upload("again.png", better), taken_on=date(2026, 3, 3))
    (found,) = document.of(cast.ana, iris)
    assert (found.id, found.version, found.called, found.taken_on) == (second, 2, "OPG", date(2026, 3, 3))
    assert [(each.id, each.version) for each in found.earlier] == [(first, 1)]
    assert document.content(cast.ana, first) == papers.picture()
    assert document.content(cast.ana, second) == better
    assert told(cast.ana, iris)[0] == "New version of OPG"


def test_two_who_replace_the_same_version_do_not_hide_each_other(cast, iris):
    first = opg(cast, iris)
    document.replace(cast.ana, first, papers.radiograph())
    with pytest.raises(Changed, match="newer version"):
        document.replace(cast.ben, first, papers.radiograph())
    with pytest.raises(Changed):
        document.withdraw(cast.ben, first, "Wrong patient")


def test_what_was_added_in_error_stays_in_the_record_and_is_opened_by_nobody(cast, iris):
    id = opg(cast, iris)
    document.withdraw(cast.ana, id, "Belongs to another patient")
    assert document.of(cast.ana, iris) == []
    (gone,) = document.of(cast.ana, iris, withdrawn=True)
    assert (gone.id, gone.may_open) == (id, False)
    with pytest.raises(NotNow, match="withdrawn"):
        document.content(cast.mia, id)
    newest = timeline(cast.ana, "referral", iris.id)[0]
    assert (newest.sentence, newest.comment) == ("Withdrawn as added in error: OPG", "Belongs to another patient")
    with pytest.raises(NotNow):
        document.withdraw(cast.ana, id, "Again")


def test_when_the_newest_version_is_withdrawn_the_one_before_counts_again(cast, iris):
    first = opg(cast, iris)
    second = document.replace(cast.ana, first, papers.radiograph())
    document.withdraw(cast.ana, second, "Another patient’s")
    assert [each.id for each in document.of(cast.ana, iris)] == [first]
    document.replace(cast.ana, first, papers.radiograph())


def test_withdrawing_needs_a_word_of_why(cast, iris):
    with pytest.raises(Lacking) as lacking:
        document.withdraw(cast.ana, opg(cast, iris), "  ")
    assert set(lacking.value.fields) == {"why"}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": "a\nb"}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"taken_on": date(2999, 1, 1)}, "taken_on"),
        ({"taken_on": date(1776, 7, 4)}, "taken_on"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(cast, iris, more, field):
    with pytest.raises(Lacking) as lacking:
        opg(cast, iris, **more)
    assert set(lacking.value.fields) == {field}
    assert document.of(cast.ana, iris) == []


def test_only_pictures_have_a_date_of_exposure(cast, iris):
    with pytest.raises(Lacking, match="Only radiographs"):
        document.add(cast.ana, papers.radiograph(), iris, Paper.CONSENT, taken_on=date(2026, 3, 2))


def test_the_front_desk_sees_that_there_is_a_radiograph_and_opens_the_letter(cast, iris):
    fay = only_at(cast.dev, [cast.leeds])
    opg(cast, iris)
    letter = document.add(fay, Upload("letter.pdf", papers.pdf()), iris, Paper.LETTER)
    seen = {each.kind: each.may_open for each in document.of(fay, iris)}
    assert seen == {Paper.LETTER: True, Paper.RADIOGRAPH: False}
    assert document.content(fay, letter)
    with pytest.raises(NotAllowed, match="clinical"):
        document.content(fay, document.of(fay, iris)[1].id)


def test_dev_at_hull_sees_and_does_nothing_of_leeds(cast, iris):
    id = opg(cast, iris)
    for asks in (
        lambda: document.of(cast.dev, iris),
        lambda: document.content(cast.dev, id),
        lambda: document.link(cast.dev, id),
        lambda: document.add(cast.dev, Upload("a", b"a"), iris, Paper.OTHER),
        lambda: document.replace(cast.dev, id, Upload("b", b"b")),
        lambda: document.withdraw(cast.dev, id, "Mine"),
    ):
        with pytest.raises(NotFound):
            asks()
    assert [each.id for each in document.of(cast.ana, iris)] == [id]
    assert len(list(store.kept())) == 2, "nothing of Dev’s was taken in"


def test_operators_and_admins_see_no_patients_documents(cast, iris):
    id = opg(cast, iris)
    for actor in (cast.cleo, cast.adam):
        for asks in (lambda actor=actor: document.of(actor, iris), lambda actor=actor: document.content(actor, id)):
            with pytest.raises(NotAllowed):
                asks()
        with pytest.raises(NotAllowed):
            document.add(actor, papers.radiograph(), iris, Paper.OTHER)


def test_both_sites_of_an_internal_referral_see_its_documents(cast):
    holder = Holder(referral_id=internal(cast))
    id = opg(cast, holder)
    assert document.content(cast.ben, id)


def an_arrival(cast) -> Holder:
    now = clock.now()
    row = {"key": "a", "site_id": cast.leeds, "channel": "letter", "state": "waiting", "urgency": "routine"}
    row |= {"headline": "Iris", "original": "", "said": {}, "received_at": now, "recorded_at": now, "due_at": now}
    with work() as db:
        return Holder(arrival_id=db.execute(insert(arrival).values(row).returning(arrival.c.id)).scalar_one())


def a_draft(cast) -> Holder:
    now = clock.now()
    row = {"account_id": cast.ana.account_id, "site_id": cast.leeds, "direction": "outbound", "said": {}}
    row |= {"begun_at": now, "saved_at": now}
    with work() as db:
        return Holder(draft_id=db.execute(insert(draft).values(row).returning(draft.c.id)).scalar_one())


def test_what_arrived_is_handed_on_to_the_referral_and_still_shown_with_the_arrival(cast, iris):
    arrived = an_arrival(cast)
    id = document.add(cast.ana, Upload("letter.pdf", papers.pdf()), arrived, Paper.LETTER)
    with pytest.raises(NotFound):
        document.content(cast.dev, id)
    with work() as db:
        document.hand_on(db, arrived, iris)
    assert [each.id for each in document.of(cast.ana, iris)] == [id]
    assert [each.id for each in document.of(cast.ana, arrived)] == [id]


def test_a_drafts_documents_are_its_authors_alone_until_they_are_handed_on(cast, iris):
    begun = a_draft(cast)
    id = document.add(cast.ana, papers.radiograph(), begun, Paper.RADIOGRAPH)
    with pytest.raises(NotFound):
        document.of(cast.ben, begun)
    with work() as db:
        document.hand_on(db, begun, iris)
    assert document.of(cast.ana, begun) == []
    assert document.content(cast.ben, id)


def test_a_patients_document_is_seen_where_the_patient_is_known(cast):
    holder = Holder(patient_id=make.patient(at=cast.leeds))
    id = document.add(cast.ana, papers.radiograph(), holder, Paper.RADIOGRAPH)
    assert document.content(cast.ben, id)
    with pytest.raises(NotFound):
        document.of(cast.dev, holder)


def test_an_agreement_with_a_practice_is_the_groups_unless_one_site_has_it_for_itself(cast):
    elm = make.provider("Elm Dental")
    file = Upload("agreement.pdf", papers.pdf())
    for_all = document.add(cast.adam, file, Holder(provider_id=elm), Paper.AGREEMENT)
    for_leeds = document.add(cast.mia, file, Holder(provider_id=elm, site_id=cast.leeds), Paper.AGREEMENT)
    assert [each.id for each in document.of(cast.ana, Holder(provider_id=elm))] == [for_leeds, for_all]
    assert [each.id for each in document.of(cast.dev, Holder(provider_id=elm))] == [for_all]
    with pytest.raises(NotFound):
        document.content(cast.dev, for_leeds)
    with pytest.raises(NotAllowed):
        document.add(cast.dev, file, Holder(provider_id=elm), Paper.AGREEMENT)


def test_opening_leaves_a_trace_beside_the_other_reads_of_the_patient(cast, iris):
    id = opg(cast, iris)
    document.content(cast.ben, id)
    c = patient_read.c
    with reading() as db:
        looked = db.execute(select(c.account_id).where(c.subject == "document", c.subject_id == id)).scalars().all()
    assert looked == [cast.ben.account_id]


def test_opening_what_is_nobodys_yet_leaves_a_trace_in_the_audit(cast):
    arrived = an_arrival(cast)
    document.content(cast.ana, document.add(cast.ana, Upload("letter.pdf", papers.pdf()), arrived, Paper.LETTER))
    assert timeline(cast.mia, "arrival", arrived.id)[0].sentence == "Document opened: Referral letter"


def test_a_document_belongs_to_exactly_one_thing():
    for wrong in ({}, {"referral_id": 1, "draft_id": 2}):
        with pytest.raises(TypeError):
            Holder(**wrong)


def test_several_files_are_added_together_or_not_at_all(cast, iris):
    good, bad = papers.radiograph("left.png"), Upload("C:\\right.docx", b"PK\3\4" + b"\0" * 60)
    with pytest.raises(Lacking) as lacking:
        document.add_all(cast.ana, [good, bad], iris, Paper.RADIOGRAPH)
    assert lacking.value.fields["file"].startswith("right.docx: ")
    assert document.of(cast.ana, iris) == []
    document.add_all(cast.ana, [good, papers.radiograph("right.png")], iris, Paper.RADIOGRAPH, title="Bitewings")
    assert [each.file_name for each in document.of(cast.ana, iris)] == ["right.png", "left.png"]


def test_what_is_missing_is_said_at_once(cast, iris):
    with pytest.raises(Lacking) as lacking:
        document.add_all(cast.ana, [], iris, None)
    assert set(lacking.value.fields) == {"file", "kind"}


def test_a_link_is_good_for_five_minutes_and_the_same_for_one(cast, iris, clock):
    id = opg(cast, iris)
    first = document.link(cast.ana, id)
    assert first.startswith("/file/")
    assert document.link(cast.ben, id) != first
    clock.forward(minutes=1, seconds=1)
    assert document.link(cast.ana, id) != first
