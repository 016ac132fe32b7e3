"""What a telephone shows of a message: who writes and that there is news, whatever the text says."""

import pytest

from core.language import languages
from core.text import Audience, purposes
from core.text.place import Place
from core.text.trying import invented, noticed

TO_PATIENTS = sorted(name for name, purpose in purposes().items() if purpose.audience is Audience.PATIENT)


@pytest.mark.parametrize("code", sorted(languages()))
def test_a_notice_tells_nothing_of_the_text_and_is_said_in_every_language(cast, code):
    for name in TO_PATIENTS:
        place = Place(name, cast.leeds, language=code)
        seen = noticed(place, invented(cast.mia, place.purpose, cast.leeds))
        says = languages()[code].says
        assert seen.headline == "Leeds Dental"
        assert seen.text == says["visit_news" if place.purpose.calendar else "news"]
    assert len({language.says["news"] for language in languages().values()}) == len(languages())
