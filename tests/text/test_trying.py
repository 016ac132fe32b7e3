"""A text is tried with examples of everything that it may speak of, as a site would say them."""

import pytest

from core.errors import NotAllowed
from core.language import languages
from core.text import Audience, purposes
from core.text.draft import Draft
from core.text.form import Form
from core.text.model import LINKS
from core.text.place import Place
from core.text.queries import standing
from core.text.trying import invented, tried
from tests.text.write import BOOKED

pytestmark = pytest.mark.usefixtures("today")


def draft(cast, form=Form.FULL, language="en"):
    now = standing(cast.mia, Place(BOOKED, cast.leeds, form, language))
    return Draft(now.headline, now.body)


def test_an_example_speaks_as_the_site_would(cast):
    there = Place(BOOKED, cast.leeds)
    done = tried(there, draft(cast), invented(cast.mia, there.purpose, cast.leeds))
    assert "Your appointment at Leeds Dental is booked." in done.text
    short = Place(BOOKED, cast.leeds, Form.SHORT, "pl")
    told = tried(short, draft(cast, form=Form.SHORT, language="pl"), invented(cast.mia, short.purpose, cast.leeds))
    assert told.text.startswith("Leeds Dental: termin wizyty to wtorek, 24 listopada, godz. 14:30.")
    with pytest.raises(NotAllowed):
        invented(cast.mia, there.purpose, cast.hull)


def test_every_text_can_be_looked_at_in_every_form_and_language(cast):
    for name, purpose in purposes().items():
        example = invented(cast.mia, purpose, cast.leeds)
        forms = tuple(Form) if purpose.audience is Audience.PATIENT else (Form.FULL,)
        for there in (Place(name, cast.leeds, form, language) for form in forms for language in languages()):
            now = standing(cast.mia, there)
            assert not now.fault
            assert now.body
            done = tried(there, Draft(now.headline, now.body), example)
            assert done.text
            if purpose.action in LINKS and there.form is Form.FULL:
                assert languages()[there.language].says[purpose.action] in done.html
