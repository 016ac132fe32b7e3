"""What is taken along: exactly what the filters show, as text and never as a formula, and kept in the audit."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.api import MIDDLEWARE, ROUTES
from core.sheet import guarded
from core.work import reading
from data.tables import event, event_text
from tests import make
from tests.referral.story import inbound, internal, outbound, step

CELLS = Path(__file__).parents[3] / "shared" / "corpus" / "own" / "formula_cells.json"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CSV, XLSX, PAPER = "/api/referrals.csv", "/api/referrals.xlsx", "/api/worklist"


@pytest.fixture
def web(able) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE)) as client:
        yield client


@pytest.fixture
def ask(web, token_of):
    tokens = {}

    def asked(actor, where, **query):
        token = tokens.setdefault(actor.ref, token_of(actor))
        return web.get(where, params=query, headers={"cookie": f"baton={token}"})

    return asked


def lines(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def sheet(answer) -> list[dict[str, tuple[str, str]]]:
    """Each row of a workbook by its columns' letters: the type of a cell and what is in it."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        found = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(found.iter(f"{SHEET}f")), "a formula"
    assert not list(found.iter(f"{SHEET}hyperlink"))
    cells = [row.findall(f"{SHEET}c") for row in found.iter(f"{SHEET}row")]
    return [{c.get("r").rstrip("0123456789"): (c.get("t"), "".join(c.itertext())) for c in row} for row in cells]


def test_a_csv_holds_what_the_filters_show_with_iso_dates(ask, able):
    inbound(able, patient_id=make.patient("Łukasz O’Brien", at=able.leeds))
    outbound(able)
    answer = ask(able.ana, CSV, direction="inbound")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith('attachment; filename="referrals-20')
    (row,) = lines(answer)
    assert (row["Patient"], row["Stage"], row["From or to"]) == ("Łukasz O’Brien", "Received", "Pennine Dental")
    assert row["Born"] == "1961-05-23"
    assert row["Received"][10] == "T"
    assert row["Received"].endswith(("+00:00", "+01:00"))


def test_a_workbook_opens_and_holds_the_same(ask, able):
    inbound(able)
    outbound(able)
    head, *rows = sheet(ask(able.ana, XLSX))
    assert head["A"] == ("inlineStr", "Reference")
    assert {row["F"] for row in rows} == {("inlineStr", "Iris Okafor"), ("inlineStr", "Tom O'Brien")}
    kind, received = rows[0]["O"]
    assert kind is None
    assert float(received) > 46_000, "a day and a time that the program knows"


def cells() -> list[str]:
    told = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1", "\u200b=1", "−5", "Rose"]
    return json.loads(CELLS.read_text()) if CELLS.is_file() else told


@pytest.mark.database("sqlite")
def test_nothing_that_was_typed_becomes_a_formula(ask, able):
    wild = [text for text in cells() if text.strip() and "\n" not in text and "\r" not in text and "\t" not in text]
    for text in wild:
        patient = make.patient("Rose Tyler", at=able.leeds)
        inbound(able, reason=text, patient_id=patient)
    told = [row["Reason"] for row in lines(ask(able.ana, CSV))]
    assert len(told) == len(wild)
    assert not [text for text in told if text.lstrip()[0] in "=+-@＝＋－＠−"]
    _, *rows = sheet(ask(able.ana, XLSX))
    assert sorted(row["L"] for row in rows) == sorted(("inlineStr", text.strip()) for text in wild)


@pytest.mark.parametrize(
    "text", ["=1", "+44 20 7946 0958", "-", "@smith", "\t=1", "\r=1", "\n1", "＝1", " =1", "\u200b=1", "−5"]
)
def test_a_cell_that_could_be_a_formula_is_told_to_be_text(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Rose", "O'Brien", "a=b", "1+1", "“=1”"])
def test_other_cells_stay_as_they_are(text):
    assert guarded(text) == text


def test_it_is_kept_at_each_site_how_many_went_out_and_by_which_filters(ask, able):
    inbound(able)
    internal(able)
    make.patient("Iris Okafor", at=able.leeds)
    assert ask(able.ana, CSV, typed="iris", owner="me").status_code == 200
    with reading() as db:
        kept = select(event.c.site_id, event.c.facts, event_text.c.words).outerjoin(event_text)
        rows = db.execute(kept.where(event.c.kind == "referral:exported")).all()
    assert [(row.site_id, row.facts["count"], row.facts["form"]) for row in rows] == [(able.leeds, 1, "csv")]
    assert rows[0].facts["filters"] == {"owner": "me"}
    assert rows[0].words == {"comment": "Searched for “iris”"}


def test_too_many_are_refused_in_words_and_nothing_goes_out(ask, able, monkeypatch):
    monkeypatch.setattr("core.referral.exporting.EXPORTED", 1)
    monkeypatch.setattr("core.referral.exporting._BATCH", 1)
    inbound(able)
    assert ask(able.ana, CSV).status_code == 200
    outbound(able)
    answer = ask(able.ana, CSV)
    assert (answer.status_code, answer.text[:25]) == (409, "More than 1 referrals fit")


def test_many_are_written_a_batch_at_a_time(ask, able, monkeypatch):
    monkeypatch.setattr("core.referral.exporting._BATCH", 2)
    for n in range(5):
        inbound(able, patient_id=make.patient(f"P {n}", at=able.leeds))
    assert sorted(row["Patient"] for row in lines(ask(able.ana, CSV))) == [f"P {n}" for n in range(5)]


def test_a_worklist_has_telephone_numbers_and_room_to_tick(ask, able):
    rose = make.patient("Rose <b>Tyler</b>", at=able.leeds, phone="07700 900123")
    step(able.ana, inbound(able, patient_id=rose), "acknowledge")
    internal(able)
    answer = ask(able.ana, PAPER)
    assert answer.headers["cache-control"] == "no-store"
    assert "07700 900123" in answer.text
    assert "Rose &lt;b&gt;Tyler" in answer.text
    assert answer.text.index("Ana Costa <small>") < answer.text.index("Nobody yet")
    by_stage = ask(able.ana, PAPER, by="stage").text
    assert by_stage.index("Received <small>") < by_stage.index("In triage <small>")
    with reading() as db:
        forms = db.execute(select(event.c.facts).where(event.c.kind == "referral:exported")).scalars().all()
    assert {facts["form"] for facts in forms} == {"worklist"}


def test_nothing_to_take_along_is_said(ask, able):
    for where in (CSV, XLSX, PAPER):
        answer = ask(able.ana, where)
        assert (answer.status_code, answer.text[:13]) == (404, "No referral f")
    assert ask(able.ana, "/api/referrals.exe").status_code == 404


def test_files_are_for_those_who_may_export_paper_for_the_desk_too(ask, able):
    inbound(able)
    for actor, expected in ((able.ben, 403), (able.dev, 403), (able.cleo, 403), (able.adam, 403), (able.mia, 200)):
        assert ask(actor, CSV).status_code == expected
    assert ask(able.ben, PAPER).status_code == 200
    assert ask(able.cleo, PAPER).status_code == 403


def test_dev_of_another_site_takes_nothing_along(ask, able):
    inbound(able)
    assert ask(able.dev, PAPER, site=str(able.leeds)).status_code == 404


@pytest.mark.parametrize("where", [CSV, XLSX, PAPER])
def test_without_a_session_there_is_no_answer(web, able, where):
    inbound(able)
    assert web.get(where).status_code == 401
    assert web.get(where, headers={"cookie": "baton=guessed"}).status_code == 401
    assert web.post(where).status_code == 405
