"""What is accepted as a password, and how it is kept."""

import pytest

from core.errors import Lacking
from core.people import passwords
from core.people.passwords import LONGEST, SHORTEST, check, hashed, matches

GOOD = "tangerine kettle lamp"


def refused(password: str, *about: str) -> str:
    with pytest.raises(Lacking) as lacking:
        check(password, *about)
    return lacking.value.fields["password"]


def test_twelve_characters_are_enough_and_eleven_are_not():
    check("xkqvwzjhpfty"[:SHORTEST])
    assert "12 characters" in refused("xkqvwzjhpft")


def test_128_characters_are_accepted_and_129_are_not():
    long = "many unrelated words such as kettle and tangerine, " * 3
    check(long[:LONGEST])
    assert "at most 128" in refused(long[: LONGEST + 1])


@pytest.mark.parametrize(
    "password",
    ["tangerine kettle lamp", "ключ от чердака у бабушки", "  two spaces  each side", "ﬁve ﬂying ﬁshes"],
)
def test_any_characters_are_welcome_and_none_are_demanded(password):
    check(password)
    assert matches(hashed(password), password)


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password123!",
        "passwordpassword",
        "123456789012",
        "qwertyuiop12",
        "iloveyou12345",
        "aaaaaaaaaaaa",
        "1q2w3e4r5t6y",
        "batonbatonbaton",
    ],
)
def test_common_passwords_and_their_stretchings_are_refused(password):
    assert "guessed" in refused(password)


def test_the_ten_thousand_most_common_are_refused_when_made_long_enough_by_doubling():
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    common = FREQUENCY_LISTS["passwords"][:10_000:100]
    for word in common:
        doubled = word * (1 + SHORTEST // len(word))
        assert "guessed" in refused(doubled[:LONGEST]), doubled


def test_ones_own_name_is_no_password():
    check("ngoziharcourt")
    assert "guessed" in refused("ngoziharcourt", "ngozi.h", "Ngozi Harcourt")


def test_two_keyboards_that_compose_a_letter_differently_type_the_same_password():
    assert matches(hashed("caf\u00e9 tangerine lamp"), "cafe\u0301 tangerine lamp")


def test_it_is_kept_as_argon2id_and_never_twice_the_same():
    assert hashed(GOOD).startswith("$argon2id$")
    assert hashed(GOOD) != hashed(GOOD)


def test_another_password_does_not_match_and_neither_does_a_missing_one():
    assert not matches(hashed(GOOD), GOOD + " ")
    assert not matches(None, GOOD)
    assert not matches("not a hash", GOOD)


def test_nobody_can_sign_in_with_the_hash_that_stands_for_an_unknown_name():
    assert not matches(None, "the hash that an unknown name is compared with")


def test_todays_hash_is_not_outdated_and_a_weaker_one_is():
    from argon2 import PasswordHasher

    assert not passwords.is_outdated(hashed(GOOD))
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD))
