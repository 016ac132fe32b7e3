"""Whatever can be typed: a draft gives it back to the letter, and what is sent is kept as it is or refused in words."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core import desk, field, referral
from core.errors import Lacking, Refusal
from core.patient import NewPatient
from core.referral import Direction, Draft
from tests import make
from tests.desk.test_desk import begun, whole

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
TEXTS = ("reason", "teeth", "payer", "needs", "their_reference", "duplicate_reason")
PERSON = ("given_name", "family_name", "nhs_number", "phone", "email")
MOST = 4000


def strings(value: object) -> Iterator[str]:
    """Every text anywhere in a file of the corpus, its names too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for each in pair for text in strings(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in strings(each))


def texts() -> list[str]:
    names = ("names", "markdown_xss", "formula_cells", "times_text", "email_header_injection", "pdf_markup")
    files = [CORPUS / "blns/blns.json", *(CORPUS / f"own/{name}.json" for name in names)]
    return list(dict.fromkeys(text for file in files for text in strings(json.loads(file.read_text()))))


def test_a_draft_gives_every_text_back_exactly(cast):
    said = {f"field {number}": text for number, text in enumerate(texts())}
    kept = desk.keep(cast.ana, begun(said=said))
    assert desk.opened(cast.ana, kept.id)[0].said == said
    for text in texts()[::7]:
        kept = desk.keep(cast.ana, begun(said={"given_name": text, "reason": text}), kept.id, kept.saved_at)
        assert desk.opened(cast.ana, kept.id)[0].said["reason"] == text


def refused(draft: Draft) -> dict[str, str]:
    try:
        draft.check()
    except Lacking as lacking:
        return lacking.fields
    return {}


def test_every_field_takes_every_text_or_says_in_words_why_not():
    person = NewPatient(given_name="Iris", family_name="Okafor")
    good = Draft(
        direction=Direction.INBOUND, site_id=1, specialty="endodontics", reason="Pain", referrer_provider_id=1,
        new_patient=person,
    )  # fmt: skip
    assert refused(good) == {}
    for text in texts():
        several = [(name, replace(good, **{name: text})) for name in TEXTS]
        several += [(name, replace(good, new_patient=replace(person, **{name: text}))) for name in PERSON]
        for name, draft in several:
            said = refused(draft)
            assert said.keys() <= {name}, (name, text)
            assert all(sentence[0].isupper() or sentence[0] == "“" for sentence in said.values())
            assert all(sentence.endswith(".") for sentence in said.values())


def storable() -> Iterator[str]:
    """What a reason can hold, as many as go into one."""
    page = ""
    for text in texts():
        try:
            fits = field.paragraph(f"{page}\n{text}")
        except Refusal:
            continue
        if len(fits) > MOST - 400:
            yield page
            fits = field.paragraph(text)
        page = fits
    yield page


def test_what_is_sent_is_kept_to_the_letter(cast):
    make.provider("Pennine Dental")
    asked = whole(cast, duplicate_reason="A second page")
    pages = list(storable())
    assert len(pages) > 2
    for page in pages:
        sent = desk.send(cast.ana, replace(asked, reason=page))
        assert referral.one(cast.ana, sent).reason == page
