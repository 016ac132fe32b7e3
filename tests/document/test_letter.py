"""The referral letter: made from the record, text as text, the same for the same record."""

import io
import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from core import document, referral
from core.audit import timeline
from core.brand import Brand
from core.document import Holder, Paper
from core.document.press import MISSING, press
from core.errors import NotAllowed, NotFound, NotNow
from core.referral import Urgency
from tests import make
from tests.document import papers
from tests.document.papers import opg
from tests.referral.story import inbound, internal, outbound, step

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
GROUP = Brand("Harbour Dental Group", "#0f5c5c")


def read(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def tom(cast, **more) -> int:
    known = {"nhs_number": "9990000018", "phone": "07700 900123", "address": "3 Mill Lane", "town": "Leeds"}
    return outbound(cast, patient_id=make.patient("Tom O'Brien", at=cast.leeds, **known), teeth="36, 55", **more)


def made(cast, referral_id: int) -> str:
    return read(document.content(cast.ana, document.make_letter(cast.ana, referral_id)))


def test_it_says_who_refers_whom_to_whom_for_what_and_why(cast, today):
    id = tom(cast, urgency=Urgency.URGENT, needs="BSL interpreter", written_on=date(2026, 3, 9))
    opg(cast, Holder(referral_id=id))
    text = made(cast, id)
    said = (
        "Leeds Dental", "Aire Oral Surgery", "Otley LS21 3AB", "9 March 2026", referral.one(cast.ana, id).now.reference,
        "Tom O'Brien", "23 May 1961", "999 000 0018", "3 Mill Lane", "07700 900123", "Impacted lower wisdom tooth",
        "36 (LL6), 55 (URE)", "Urgent", "BSL interpreter", "OPG, taken 2 March 2026", "The patient agreed",
        "page 1 of 1",
    )  # fmt: skip
    assert [words for words in said if words not in text] == []


def test_the_same_record_makes_the_same_bytes_and_no_second_version(cast):
    id = tom(cast)
    first = document.make_letter(cast.ana, id)
    assert document.make_letter(cast.ben, id) == first
    (kept,) = document.of(cast.ana, Holder(referral_id=id))
    assert (kept.kind, kept.origin, kept.version, kept.file_name[-4:]) == (Paper.LETTER, "made", 1, ".pdf")


def test_a_changed_record_makes_a_newer_version(cast):
    id = tom(cast)
    first = document.make_letter(cast.ana, id)
    step(cast.ana, id, "set_urgency", urgency=Urgency.SOON, comment="Pain is worse")
    second = document.make_letter(cast.ana, id)
    (kept,) = document.of(cast.ana, Holder(referral_id=id))
    assert (kept.id, kept.version, [each.id for each in kept.earlier]) == (second, 2, [first])
    assert timeline(cast.ana, "referral", id)[0].sentence == "New version of Referral letter"


def test_between_our_own_sites_the_sender_is_the_site_that_refers(cast):
    text = made(cast, internal(cast))
    assert text.index("York Dental") < text.index("Leeds Dental")


def test_for_an_inbound_referral_the_practice_writes_it(cast):
    with pytest.raises(NotNow, match="The practice that refers"):
        document.make_letter(cast.ana, inbound(cast))


def test_dev_and_operators_make_none(cast):
    id = tom(cast)
    with pytest.raises(NotFound):
        document.make_letter(cast.dev, id)
    with pytest.raises(NotAllowed):
        document.make_letter(cast.cleo, id)


def printed(text: str) -> bytes:
    page = press()
    page.begin(GROUP, text, papers.MADE, "B-2026-000001-X")
    page.letterhead(text, [text])
    page.address([text], [("Date", text)])
    page.headline(text, text)
    page.facts([(text, text)])
    page.paragraph(text)
    page.signature(text, text)
    return page.printed()


@pytest.mark.parametrize(
    "name", ["Anne‑Marie", "Nguyễn Văn Ánh", "Łukasz Żółć", "Ελένη Παππά", "Анна Ильина", "Zoë D’Arcy", "Ş. Çağrı"]
)
def test_names_of_these_scripts_are_printed(name):
    assert MISSING not in read(printed(name))


@pytest.mark.parametrize("name", ["محمد علي", "שרה כהן", "सुनीता शर्मा", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "রহিম উদ্দিন", "નરેન્દ્ર પટેલ"])
def test_names_that_need_another_font_are_printed_in_it_letter_by_letter(name):
    seen = "".join(c for c in read(printed(name)) if unicodedata.category(c) != "Cf")
    assert MISSING not in seen
    assert set(name.split()) <= set(seen.split())


@pytest.mark.parametrize("name", ["李小龍", "🦷", "\u0324"])
def test_what_cannot_be_printed_is_marked_and_said(name):
    text = read(printed(f"Rose {name} Tyler"))
    assert f"Rose {MISSING} Tyler" in text
    assert "characters that this letter cannot print" in text


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_markup_is_printed_as_the_text_it_is():
    for text in json.loads((CORPUS / "own/pdf_markup.json").read_text()):
        content = printed(text)
        seen = "".join(read(content).split())
        assert "".join(text.split())[:40].encode("ascii", "ignore").decode() in seen or MISSING in seen
        reader = PdfReader(io.BytesIO(content))
        assert not any("/Annots" in page for page in reader.pages), "a link"


def test_a_letter_says_aloud_what_is_a_heading_and_what_a_paragraph():
    root = PdfReader(io.BytesIO(printed("Anna"))).trailer["/Root"]
    said = [each.get_object()["/S"] for each in root["/StructTreeRoot"]["/K"][0].get_object()["/K"]]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert said.count("/H1") == 1
    assert set(said) == {"/H1", "/P"}


def test_a_long_reason_is_set_smaller_or_goes_on_overleaf_with_the_signature_whole(cast):
    words = "Pain on biting, sensitive to cold, worse at night. "
    pages = {}
    for times in (1, 50, 78):
        id = outbound(cast, reason=words * times)
        content = document.content(cast.ana, document.make_letter(cast.ana, id))
        pages[times] = PdfReader(io.BytesIO(content)).pages
        assert len(content) < 50_000
    assert {times: len(found) for times, found in pages.items()} == {1: 1, 50: 1, 78: 2}
    assert "Leeds Dental" in pages[78][1].extract_text(), "the signature and the practice"
