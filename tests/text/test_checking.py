"""Texts are checked before anybody needs them: what they speak of, and that nothing missing can stop them."""

import pytest

from core.errors import Misconfigured
from core.text.checking import LONGEST, check, check_part
from core.text.model import Purpose, Wording
from core.text.sandbox import parsed
from core.text.words import Audience

REFERRER = Purpose("test", "Test", Audience.REFERRER, sure=frozenset({"day"}))
PATIENT = Purpose("test", "Test", Audience.PATIENT)
STAFF = Purpose("test", "Test", Audience.STAFF)


def refused(words, purpose=REFERRER, part="body"):
    with pytest.raises(Misconfigured) as told:
        check_part(purpose, part, words)
    return str(told.value)


def test_a_word_that_nobody_knows_is_refused_by_its_name():
    assert "speaks of patiant, which nobody knows" in refused("Dear {{ patiant }}")
    assert "cannot be read" in refused("Dear {{ dear")


@pytest.mark.parametrize("word", ["reason", "teeth", "diagnosis", "urgency", "specialty", "cause", "comment", "born"])
def test_a_message_to_a_patient_says_nothing_about_their_health(word):
    asked = f"{{% if {word} %}}{{{{ {word} }}}}{{% endif %}}"
    assert "says no more than it must" in refused(asked, PATIENT)
    check_part(REFERRER, "body", asked)


def test_a_mail_to_colleagues_names_no_patient():
    assert "says nothing about a patient" in refused("{{ patient }}", STAFF)


@pytest.mark.parametrize(
    "words",
    [
        "{{ cause }}",
        "{% if cause %}x{% else %}{{ cause }}{% endif %}",
        "{% if not cause %}{{ cause }}{% endif %}",
        "{% if cause or born %}{{ cause }}{% endif %}",
        "{% if born %}{{ cause | card }}{% endif %}",
        "{% if born %}{{ born }}{% elif site %}{{ cause }}{% endif %}",
    ],
)
def test_a_word_that_may_be_missing_has_to_be_asked_for(words):
    assert "“cause” is not always known. Ask for it first: {% if cause %}" in refused(words)


@pytest.mark.parametrize(
    "words",
    [
        "{{ patient }} on {{ day }}",
        "{% if cause %}{{ cause | card }}{% endif %}",
        "{% if not cause %}x{% else %}{{ cause }}{% endif %}",
        "{% if cause and born %}{{ cause }}, {{ born }}{% endif %}",
        "{% if born %}{{ born }}{% elif cause %}{{ cause }}{% endif %}",
        "{% if not (cause or born) %}x{% elif born %}{{ born }}{% else %}{{ cause }}{% endif %}",
    ],
)
def test_what_was_asked_for_may_be_said(words):
    if "not (" in words:
        assert "cause" in refused(words), "too clever to be followed, and refused to be safe"
    else:
        check_part(REFERRER, "body", words)


@pytest.mark.parametrize(
    "attack",
    [
        "{{ patient.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ patient[0] }}",
        "{{ patient() }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ 'a' * 10**9 }}",
        "{% set x = 1 %}",
        "{% include 'mail.html' %}",
        "{% macro m() %}{% endmacro %}",
        "{{ patient | upper }}",
        "{{ patient | card(1) }}",
        "{% if patient == 'Rose' %}x{% endif %}",
        "{% if patient | card %}x{% endif %}",
        "{{ not patient }}",
        "{{ self }}",
    ],
)
def test_a_text_names_words_and_asks_for_them_and_can_do_nothing_else(attack):
    with pytest.raises(Misconfigured):
        parsed("attack", attack)


def test_a_text_has_a_subject_in_one_line_and_keeps_within_its_length():
    assert refused("", part="headline") == "The subject of “Test” is empty."
    assert refused("One\nTwo", part="headline") == "The subject has to stand in one line."
    assert refused("x" * (LONGEST["body"] + 1)) == "The text has 4,001 characters. Keep it within 4,000."
    assert refused(" \n", PATIENT, "short") == "The short text of “Test” is empty."
    check(REFERRER, Wording("One", "Two"))
