"""The words of pages by language: each page that patients read is whole in each language that it speaks."""

from string import Formatter

import pytest

from core.language import ENGLISH, languages
from core.sayings import Sayings, liked, written

PAGES = ("patient-page", "unsubscribe-page.yaml")


def sentences(page, code):
    """By part and name, with what each speaks of."""
    return {
        (part, name): {field for _, field, _, _ in Formatter().parse(said) if field}
        for part, several in written(page)[code].items()
        for name, said in several.items()
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_patients_page_speaks_every_language_that_texts_are_written_in(page):
    assert set(written(page)) == set(languages())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("code", [code for code in languages() if code != ENGLISH])
def test_every_sentence_is_said_in_every_language_and_speaks_of_the_same(page, code):
    assert sentences(page, code) == sentences(page, ENGLISH)


def test_what_a_language_lacks_is_said_in_english_and_what_none_says_is_nothing():
    pl = Sayings(languages()["pl"], {"page": {"own": "po polsku"}}, {"page": {"own": "own", "new": "{count} new"}})
    assert (pl.say("page", "own"), pl.say("page", "new", count=3), pl.say("page", "none")) == ("po polsku", "3 new", "")


@pytest.mark.parametrize(
    ("header", "code"),
    [("pl", "pl"), ("pl-PL,en;q=0.8", "pl"), ("de,pl;q=0.2,en;q=0.1", "pl"), ("", "en"), ("x;q=y,pl", "pl")],
)
def test_a_browser_is_answered_in_the_language_that_it_likes_best(header, code):
    assert liked(header, languages()) == code
