"""The pages: text as text in any script, tagged, the same bytes for the same report, nothing cut off the paper."""

import io
import json
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from pypdf import PdfReader

from core.brand import Brand
from core.report.content import (
    Beside,
    Column,
    Content,
    Funnel,
    Kept,
    Numbers,
    Section,
    Spread,
    Table,
    Tile,
    Tiles,
    Trend,
    Words,
    rate_of,
)
from core.report.files import lines, workbook
from core.report.printing import printed
from tests.report.press import FIRST_WORKING_DAY, text

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
GROUP = Brand("Harbour Dental Group", "#0f5c5c")
NAMES = ["محمد علي", "שרה כהן", "सुनीता शर्मा", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "রহিম উদ্দিন", "નરેન્દ્ર પટેલ", "Łukasz Żółć", "Анна Ильина"]


def content(name: str = "Leeds", rows: int = 3) -> Content:
    """One of each block, with the name wherever a name can stand."""
    months = (Column("Month"), Column("Received", "count"), Column("Before", "count"))
    people = (Column("Name"), Column("Count", "count"), Column("Share", "share"), Column("Wait", "days"))
    table = Numbers(name, people, tuple((name, n, rate_of(n, 9), n / 2) for n in range(rows)), name)
    return Content(
        "Practice month", name, "October 2025", (
            Section(name, (Tiles((Tile(name, "7", name, name),)), Words(name, (name, name), marked=True))),
            Section(name, (
                Funnel(Numbers(name, (Column("Step"), Column("Count", "count")), ((name, 9), (name, 4)))),
                Beside((
                    Trend(Numbers(name, months, ((name, 3, 2), (name, 0, None)))),
                    Spread(Numbers(name, months, ((0, 1, 4), (2, 3, 1))), 1, 3, name),
                )),
                Table(table, barred=(1,), shaded=(3,), strong=1),
            ), name),
        ), (name,), name,
    )  # fmt: skip


def made(*given: object) -> bytes:
    return printed(content(*given), GROUP, FIRST_WORKING_DAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_these_scripts_are_printed(name):
    seen = "".join(c for c in text(made(name)) if unicodedata.category(c) != "Cf")
    assert "[?]" not in seen
    assert set(name.split()) <= set(seen.split())


def test_what_cannot_be_printed_is_marked_and_said():
    seen = text(made("李小龍"))
    assert "[?]" in seen
    assert "cannot be printed here" in seen


def test_the_same_report_is_the_same_bytes():
    assert made("Zoë") == made("Zoë")


def test_it_says_aloud_what_is_a_heading_a_figure_and_a_cell():
    root = PdfReader(io.BytesIO(made())).trailer["/Root"]
    said = []

    def walk(element):
        for kid in element.get("/K", []):
            kid = kid.get_object()
            if not isinstance(kid, int):
                said.append((str(kid["/S"]), kid.get("/Alt")))
                walk(kid)

    walk(root["/StructTreeRoot"]["/K"][0].get_object())
    tags = [tag for tag, _ in said]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert tags.count("/H1") == 1
    assert {"/H2", "/H3", "/P", "/Table", "/TR", "/TH", "/TD", "/LI", "/Figure"} <= set(tags)
    assert [alt for tag, alt in said if tag == "/Figure"] == [
        "Leeds: Leeds 9; Leeds 4.",
        "Leeds: Leeds 3; Leeds 0.",
        "Leeds. Leeds",
    ]


def test_every_page_is_drawn_without_a_complaint(tmp_path):
    (tmp_path / "report.pdf").write_bytes(made("Rose محمد Tyler", 90))
    drawn = subprocess.run(
        ["pdftoppm", "-r", "40", "-png", "report.pdf", "page"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert drawn.stderr == ""
    assert len(list(tmp_path.glob("page-*.png"))) >= 3


def test_a_long_table_goes_on_overleaf_with_its_heads_again():
    pages = PdfReader(io.BytesIO(made("Leeds", 90))).pages
    assert sum("Share" in page.extract_text() for page in pages) >= 2
    assert "continued" in pages[-1].extract_text() or "continued" in pages[-2].extract_text()


def test_a_name_longer_than_its_place_ends_in_dots():
    assert "…" in text(made("Aire Valley Hospital, Oral and Maxillofacial Surgery, Department of Everything " * 3))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_markup_is_printed_as_the_text_it_is():
    for words in json.loads((CORPUS / "own/pdf_markup.json").read_text()):
        pdf = made(words[:60])
        assert not any("/Annots" in page for page in PdfReader(io.BytesIO(pdf)).pages), "a link"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_naughty_names_break_nothing():
    naughty = json.loads(next((CORPUS / "blns").glob("*.json")).read_text())
    for name in naughty[::30]:
        assert made(name[:200]).startswith(b"%PDF-1.5")


def test_formulas_are_text_in_files():
    kept = Kept(("x",), tuple(content("=HYPERLINK(1)").numbers))
    told = lines(kept).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in told
    assert not re.search(r'(^|,)"=', told, re.M)
    assert workbook(kept).startswith(b"PK")
    assert Kept.read(json.loads(json.dumps(kept.spelt()))).tables[1].rows == kept.tables[1].rows
