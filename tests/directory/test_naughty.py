"""The naughty strings through every field of the directory: kept as they were written, or refused with a sentence."""

import json
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest

from core.directory import Asked, Contact, Details, NewProvider, NewRequirement, Offer
from core.errors import Lacking

CORPUS = Path(__file__).parents[3] / "shared/corpus/blns/blns.json"
TYPED = json.loads(CORPUS.read_text()) if CORPUS.is_file() else []
WAYS = {
    "name": lambda typed: NewProvider(name=typed),
    "town": lambda typed: NewProvider(name="Elm", town=typed),
    "address": lambda typed: NewProvider(name="Elm", address=typed),
    "postcode": lambda typed: NewProvider(name="Elm", postcode=typed),
    "phone": lambda typed: NewProvider(name="Elm", phone=typed),
    "email": lambda typed: NewProvider(name="Elm", email=typed),
    "interest": lambda typed: Details(interest=typed),
    "note": lambda typed: Details(note=typed),
    "specialty": lambda typed: Offer(typed),
    "label": lambda typed: NewRequirement(kind=Asked.QUESTION, label=typed),
    "code": lambda typed: NewRequirement(kind=Asked.FIELD, code=typed),
}
WRITTEN = {"name", "town", "address", "interest", "note", "label"}


def plain(text: str) -> str:
    """As a field keeps it: composed, one kind of line end, no space around."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


@pytest.mark.skipif(not TYPED, reason="the corpus is not beside the project")
@pytest.mark.parametrize("field", WAYS)
def test_what_is_typed_is_kept_or_refused_and_never_changed(field):
    kept = 0
    for typed in TYPED:
        with suppress(Lacking):
            row = WAYS[field](typed).checked()
            assert field not in WRITTEN or plain(row[field]) == plain(typed)
            kept += 1
    assert (kept > 300) == (field in WRITTEN)


def test_an_address_of_a_contact_is_an_address():
    for channel, typed in (("email", "<script>@example.org"), ("phone", "0800 CALL NOW"), ("phone", "")):
        with pytest.raises(Lacking) as lacking:
            Contact("referrals", "", channel, typed).checked()
        assert set(lacking.value.fields) == {"address"}
