"""A file of patients: good rows are taken, bad rows are listed, a second time changes only what changed."""

import io
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core import patient
from core.channel import Channel
from core.errors import NotAllowed, Refusal
from core.patient import import_patients
from core.work import reading
from data.tables import event
from data.tables import patient as table
from tests import make

SHARED = Path(__file__).parents[3] / "shared"
HEADER = "Id,given_name,family_name,date of birth,NHS number,E-mail,Mobile,Post code,consent_email,Shoe size\n"
ROSE = "1,Rose,O'Brien,1961-05-23,999 000 0018,rose@example.org,07700 900123,ls1 4ab,yes,5\n"
TOM = "2,Tom,Łukasz,1987-04-27,,,,,,\n"


def take(cast, text, site=None):
    content = text if isinstance(text, bytes) else text.encode()
    return import_patients(cast.ana, io.BytesIO(content), site or cast.leeds)


def counts(done):
    return (done.added, done.changed, done.unchanged, len(done.bad))


def only(cast, typed):
    (found,) = patient.find(cast.ana, typed)
    return patient.one(cast.ana, found.id)


def test_a_file_with_its_own_header_names(cast):
    done = take(cast, HEADER + ROSE + TOM)
    assert counts(done) == (2, 0, 0, 0)
    assert done.ignored == ("Shoe size",)
    rose = only(cast, "9990000018")
    assert (rose.name, rose.born_on, rose.postcode) == ("Rose O'Brien", date(1961, 5, 23), "LS1 4AB")
    assert rose.contact(Channel.PHONE) == "+447700900123"
    assert rose.consents == {Channel.EMAIL: True}
    assert only(cast, "tom lukasz").consents == {}
    assert patient.find(cast.dev, "tom") == []


def test_the_second_import_changes_only_what_changed_and_says_so(cast):
    take(cast, HEADER + ROSE + TOM)
    assert counts(take(cast, HEADER + ROSE + TOM)) == (0, 0, 2, 0)
    moved = ROSE.replace("ls1 4ab", "YO1 7HH").replace("900123", "900456")
    assert counts(take(cast, HEADER + moved + TOM + "3,Mei,Lin,2001-01-01,,,,,,\n")) == (1, 1, 1, 0)
    rose = only(cast, "900456") if patient.find(cast.ana, "900456") else only(cast, "07700 900456")
    assert (rose.postcode, rose.version) == ("YO1 7HH", 2)
    assert patient.find(cast.ana, "07700 900123") == []


def test_a_row_of_a_record_that_was_merged_means_the_one_that_stays(cast):
    take(cast, HEADER + TOM + "3,Thomas,Lukasz,1987-04-27,,,,,,\n")
    (tom,), (thomas,) = patient.find(cast.ana, "tom"), patient.find(cast.ana, "thomas")
    seen = patient.preview(cast.ana, thomas.id, tom.id)
    patient.merge(cast.ana, thomas.id, tom.id, seen.versions, {})
    done = take(cast, HEADER + TOM.replace(",,,,,,", ",,tom@example.org,,,,"))
    assert counts(done) == (0, 0, 1, 0)
    assert "Somebody changed this patient in Baton" in done.notes[0].reason
    assert [found.id for found in patient.find(cast.ana, "lukasz")] == [thomas.id]


def test_an_empty_cell_erases_nothing(cast):
    take(cast, HEADER + ROSE)
    assert counts(take(cast, HEADER + "1,Rose,O'Brien,,,,,,,\n")) == (0, 0, 1, 0)
    assert only(cast, "rose").contact(Channel.EMAIL) == "rose@example.org"


def test_what_a_person_changed_in_baton_stays_and_is_pointed_out(cast):
    take(cast, HEADER + ROSE)
    id = only(cast, "rose").id
    make.say(cast.ana, id, Channel.EMAIL, False)
    done = take(cast, HEADER + ROSE)
    assert counts(done) == (0, 0, 1, 0)
    assert "consent" in done.notes[0].reason
    assert patient.one(cast.ana, id).consents == {Channel.EMAIL: False}


def test_the_same_identifier_at_another_site_is_another_patient(cast):
    take(cast, HEADER + TOM)
    take(cast, HEADER + "2,Ann,Smith,1990-01-01,,,,,,\n", cast.york)
    assert only(cast, "tom").sites == ("Leeds Dental",)
    assert only(cast, "ann smith").sites == ("York Dental",)


def test_an_nhs_number_finds_the_patient_whom_the_group_knows(cast):
    known = make.patient("Rose O'Brien", at=cast.york, nhs_number="9990000018")
    done = take(cast, HEADER + ROSE)
    assert done.added == 0
    assert patient.one(cast.ana, known).sites == ("Leeds Dental", "York Dental")


def test_patients_with_different_nhs_numbers_are_never_one(cast):
    make.patient("Ann Smith", at=cast.leeds, nhs_number="9990000018", born_on=date(1990, 1, 1))
    done = take(cast, HEADER + ROSE + TOM)
    assert [(bad.line, bad.reason) for bad in done.bad] == [(2, "Another patient has this NHS number.")]
    take(cast, HEADER + "5,Kim,Lee,1950-01-01,9998069564,,,,,\n")
    done = take(cast, HEADER + "5,Kim,Lee,1950-01-01,9994230417,,,,,\n")
    assert "another NHS number" in done.bad[0].reason


def test_a_namesake_is_added_and_pointed_out(cast):
    make.patient("Tom Łukasz", at=cast.leeds, born_on=date(1987, 4, 27))
    done = take(cast, HEADER + TOM)
    assert counts(done) == (1, 0, 0, 0)
    assert "known already" in done.notes[0].reason


def test_every_bad_row_has_its_line_and_reason(cast):
    rows = [
        ROSE,
        "10,,Smith,1990-01-01,,,,,,\n",
        "11,Ann,Smith,03/02/1980,,,,,,\n",
        "12,Ann,Smith,2090-01-01,,,,,,\n",
        "13,Ann,Smith,1990-01-01,123,,,,,\n",
        "14,Ann,Smith,1990-01-01,,ann@,4.42E+11,,,\n",
        "15,Ann,Smith,1990-01-01,,,,,perhaps,\n",
        "16,Ann\n",
        ROSE,
        '17,"Ann\nMarie",Smith,1990-01-01,,,,,,\n',
        '18,Ann "Jo",Smith,1990-01-01,,,,,,\n',
        '19,"Ann"Jo,Smith,1990-01-01,,,,,,\n',
        f"20,{'A' * 200_000},Smith,1990-01-01,,,,,,\n",
        TOM,
    ]
    done = take(cast, HEADER + "".join(rows))
    assert done.added == 3
    assert [bad.line for bad in done.bad] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15]
    reasons = " ".join(bad.reason for bad in done.bad)
    for word in (
        "first name is missing",
        "two ways",
        "future",
        "ten digits",
        "yes or no",
        "2 columns",
        "line 2 already",
    ):
        assert word in reasons


def test_a_row_that_fails_two_checks_says_both(cast):
    (bad,) = take(cast, HEADER + "14,Ann,Smith,1990-01-01,,ann@,12,,,\n").bad
    assert "e-mail" in bad.reason
    assert "telephone" in bad.reason


def test_an_odd_nhs_number_is_taken_and_pointed_out(cast):
    done = take(cast, HEADER + ROSE.replace("999 000 0018", "3478526985"))
    assert done.added == 1
    assert "347 852 6985" in done.notes[0].reason


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"Ann,Smith\n",
        b"name,name\nA,B\n",
        b"email,e-mail,name\n",
        b"\x81\x8d\x8f\x90\x9d\x00\x01",
        b"%PDF-1.7\n%\xe2\xe3",
    ],
)
def test_what_is_no_table_of_patients_is_refused(cast, content):
    with pytest.raises(Refusal) as sentence:
        take(cast, content)
    assert str(sentence.value).endswith(".")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_accents_survive_every_encoding(cast, encoding):
    take(cast, "given_name,family_name\nZoë,D’Arcy\n".encode(encoding))
    assert only(cast, "zoe darcy").name == "Zoë D’Arcy"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_may_be_parted_by_commas_semicolons_and_tabs(cast, mark):
    assert take(cast, "given_name,family_name,town\rAnn,Smith,York\r".replace(",", mark)).added == 1


def test_somebody_with_one_name_keeps_it(cast):
    assert take(cast, "name,born\nSukarno,1901-06-06\n").added == 1
    assert only(cast, "sukarno").name == "Sukarno"


def test_dev_does_not_import_into_leeds(cast):
    with pytest.raises(NotAllowed):
        import_patients(cast.dev, io.BytesIO(HEADER.encode()), cast.leeds)


EXPECTED = {
    "good": 1, "bom": 1, "utf16le": 1, "latin1": 1, "cp1252": 1, "empty": None, "header_only": 0, "no_header": None,
    "dup_header": None, "extra_cols": 1, "ragged": 1, "unclosed_quote": 0, "nul": 0, "cr_only": 1, "mixed_newlines": 1,
    "semicolon": 1, "tab": 1, "ambiguous_dates": 0, "future_dob": 0, "excel_serial": 0, "sci_phone": 0, "formula": 1,
    "huge_field": 0, "dup_rows": 1, "wide": None, "quotes_newline": 0, "binary": None, "pdf_as": None,
    "trailing_commas": 1,
}  # fmt: skip


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus is not beside the project")
@pytest.mark.parametrize("name", EXPECTED)
def test_the_files_of_the_corpus(cast, name):
    content = (SHARED / "corpus/own/csv_import" / f"{name}.csv").read_bytes()
    if EXPECTED[name] is None:
        with pytest.raises(Refusal):
            take(cast, content)
        return
    done = take(cast, content)
    assert done.added == EXPECTED[name]
    assert done.added or done.bad or name == "header_only"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus is not beside the project")
def test_tables_that_are_not_patients_are_refused_or_listed(cast):
    for path in sorted((SHARED / "corpus/csv-spectrum/csvs").glob("*.csv")):
        try:
            done = take(cast, path.read_bytes())
        except Refusal:
            continue
        assert done.added + len(done.bad) > 0, path.name


@pytest.mark.skipif(not SHARED.is_dir(), reason="the data is not beside the project")
def test_synthetic_patients_of_another_country(cast):
    content = (SHARED / "data/synthea-csv/patients.csv").read_bytes()
    assert counts(take(cast, content)) == (1171, 0, 0, 0)
    assert counts(take(cast, content)) == (0, 0, 1171, 0)
    jose = only(cast, "jose gomez 1989-05-25")
    assert (jose.name, jose.town, jose.sex) == ("José Eduardo181 Gómez206", "Chicopee", "male")
    with reading() as db:
        died = db.execute(select(func.count()).where(table.c.died_on.is_not(None))).scalar_one()
        facts = db.execute(select(event.c.facts).where(event.c.kind == "patient:imported")).scalars().all()
    assert died == sum(bool(row.split(",")[2]) for row in content.decode().splitlines()[1:])
    assert [fact["added"] for fact in facts] == [1171, 0]
