"""A text is tried with examples of everything that it may speak of, as a site would say them."""

import pytest

from core.errors import NotAllowed
from core.text.draft import Draft
from core.text.form import Form
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
