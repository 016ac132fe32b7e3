"""The published register of practices comes in, again and again, and says what it changed."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from core import directory
from core.access import machine
from core.directory import Details, NewClinician, Offer, import_directory
from core.errors import NotAllowed
from core.work import reading, work
from data.tables import event, pending, provider
from tests import make

PUBLISHED = Path(__file__).parents[3] / "shared/data/nhs-ods/egdpprac.csv"
ME = machine("command-line")


def row(code="V00003", name="CRABTREE ROAD DENTAL PRACTICE", **at):
    cells = [""] * 27
    known = {"address": 4, "town": 7, "county": 8, "postcode": 9, "opened": 10, "closed": 11, "status": 12, "phone": 17}
    told = {
        "address": "25 CRABTREE ROAD",
        "town": "CRAWLEY",
        "postcode": "rh117hl",
        "opened": "20060401",
        "status": "A",
    }
    cells[0], cells[1] = code, name
    for what, text in (told | at).items():
        cells[known[what]] = text
    return cells


def take(*rows, actor=ME):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    return import_directory(actor, io.BytesIO(out.getvalue().encode()))


def counts(done):
    return (done.added, done.changed, done.unchanged, done.closed, done.gone)


def stored(code="V00003"):
    with reading() as db:
        return db.execute(select(provider).where(provider.c.ods_code == code)).one()


def found(typed):
    return [each.name for each in directory.find_providers(ME, typed)]


def test_a_practice_reads_as_people_write_it(database):
    assert counts(take(row())) == (1, 0, 0, 0, 0)
    kept = stored()
    assert (kept.name, kept.address, kept.town) == ("Crabtree Road Dental Practice", "25 Crabtree Road", "Crawley")
    assert (kept.postcode, kept.opened_on, kept.closed_on) == ("RH11 7HL", date(2006, 4, 1), None)
    assert directory.find_providers(ME, "crab craw")[0].place == "25 Crabtree Road, Crawley RH11 7HL"


def test_a_second_import_changes_only_what_changed_and_says_so(database):
    take(row(), row("V2", "OTLEY DENTAL"), row("V3", "GONE DENTAL"))
    assert counts(take(row(), row("V2", "OTLEY SMILES"), row("V4"))) == (1, 1, 1, 0, 1)
    assert found("otley smil") == ["Otley Smiles"]
    assert found("otley dent") == []
    assert (stored().version, stored("V2").version) == (1, 2)
    assert found("gone") == ["Gone Dental"]


def test_what_people_added_stays(database):
    take(row())
    with work() as db:
        db.execute(update(provider).values(email="crab@example.org", phone="+441134960123"))
    directory.add_clinician(ME, NewClinician(name="Priya Nair"), provider_id=stored().id)
    take(row(name="CRABTREE DENTAL"))
    assert (stored().email, stored().phone) == ("crab@example.org", "+441134960123")
    assert found("priya crabtree dental") == ["Crabtree Dental"]


def test_what_onboarding_agreed_stays(database):
    take(row())
    id = stored().id
    directory.move_provider(ME, id, 1, "onboard")
    directory.describe_provider(ME, id, 2, Details(email="in@example.org", networks=("Bupa",), note="Lift"))
    directory.set_offer(ME, id, 3, Offer("implant", "private", wait_days=21))
    directory.move_provider(ME, id, 4, "approve")
    before = directory.provider(ME, id)
    take(row(name="CRABTREE DENTAL"))
    now = directory.provider(ME, id)
    assert (now.name, now.version) == ("Crabtree Dental", before.version + 1)
    assert replace(now, name=before.name, version=before.version) == before


def test_closed_practices_are_kept_and_hidden(database, today):
    done = take(row("V1", closed="20240331", status="C"), row("V2", status="C"), row("V3", closed="20990101"))
    assert counts(done) == (3, 0, 0, 3, 0)
    assert (stored("V1").closed_on, stored("V2").closed_on) == (date(2024, 3, 31), today)
    assert [each.id for each in directory.find_providers(ME, "crabtree")] == [stored("V3").id]
    assert directory.provider(ME, stored("V1").id).closed_on == date(2024, 3, 31)


def test_a_practice_that_closes_disappears_from_the_finder(database):
    take(row())
    assert counts(take(row(closed="20240331", status="C"))) == (0, 1, 0, 1, 0)
    assert found("crabtree") == []


def test_every_bad_row_has_its_line_and_reason(database):
    done = take(
        row(),
        row()[:20],
        row(""),
        row("V-5"),
        row("V6", ""),
        row("V7", opened="2006"),
        row("V8", closed="20241301"),
        row("V9", "A" * 161),
        row("V10", "NUL\x00 DENTAL"),
        row(),
        row("V11", phone="01293 123456"),
        row("V12", phone="call us"),
    )
    assert done.added == 3
    reasons = {bad.line: bad.reason for bad in done.bad}
    assert list(reasons) == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    words = [
        "20 columns",
        "code is missing",
        "V-5",
        "name is missing",
        "opening date",
        "closing date",
        "longer",
        "control",
        "line 1",
    ]
    for reason, word in zip(reasons.values(), words, strict=True):
        assert word in reason
    assert [note.line for note in done.notes] == [12]
    assert stored("V11").phone == "+441293123456"


def test_a_practice_added_by_hand_is_taken_over_by_its_code(database):
    make.provider("Crabtree Road", ods_code="V00003", email="crab@example.org")
    assert counts(take(row())) == (0, 1, 0, 0, 0)
    assert (stored().name, stored().email) == ("Crabtree Road Dental Practice", "crab@example.org")


def test_an_import_is_one_event_that_waits_for_reaction(database):
    take(row(), row("V2"), row()[:3])
    with reading() as db:
        kind, facts = db.execute(select(event.c.kind, event.c.facts).join(pending)).one()
    assert kind == "directory:imported"
    assert facts == {"added": 2, "changed": 0, "closed": 0, "gone": 0, "bad": 1}


def test_the_front_desk_imports_no_register(cast):
    for actor in (cast.ana, cast.ben, cast.dev, cast.mia):
        with pytest.raises(NotAllowed):
            take(row(), actor=actor)


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the register is not beside the project")
def test_the_whole_register(database):
    assert counts(import_directory(ME, PUBLISHED)) == (9908, 0, 0, 364, 0)
    again = import_directory(ME, PUBLISHED)
    assert (counts(again), again.bad) == ((0, 0, 9908, 0, 0), [])
    with reading() as db:
        names = list(db.execute(select(provider.c.name)).scalars())
    assert not [name for name in names if name.isupper() and len(name) > 12]
    assert "Dental Surgery" in found("dental surgery south ealing")
    assert len(found("den")) == 8
