"""An SMS is counted as carriers charge it."""

import pytest

from core.text.sms import length


@pytest.mark.parametrize(
    ("text", "alphabet", "parts", "left"),
    [
        ("", "GSM-7", 1, 160),
        ("x" * 160, "GSM-7", 1, 0),
        ("x" * 161, "GSM-7", 2, 306 - 161),
        ("x" * 306, "GSM-7", 2, 0),
        ("x" * 307, "GSM-7", 3, 152),
        ("€" * 80, "GSM-7", 1, 0),
        ("€" * 81, "GSM-7", 2, 153 - 10),
        ("£èé", "GSM-7", 1, 157),
        ("ł" * 70, "UCS-2", 1, 0),
        ("ł" * 71, "UCS-2", 2, 134 - 71),
        ("😀" * 35, "UCS-2", 1, 0),
        ("😀" * 36, "UCS-2", 2, 67 - 6),
        ("It’s", "UCS-2", 1, 66),
    ],
)
def test_parts_are_counted_by_the_letters_they_are_in(text, alphabet, parts, left):
    told = length(text)
    assert (told.alphabet, told.parts, told.left) == (alphabet, parts, left)


def test_the_count_is_told_in_words():
    assert length("x" * 150).words == "1 part, 10 places left"
    assert length("x" * 170).words == "2 parts, 136 places left"
    assert length("ł" * 69).words == "1 part, 1 place left, with letters that take more room"
