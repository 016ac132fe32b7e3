"""Where a list goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from core.clock import NEVER
from pages.parts.cursor import read, spelt

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize("moment", [NOON, NOON + timedelta(microseconds=7), NEVER])
def test_a_cursor_comes_back_as_it_went(moment):
    assert read(spelt((moment, 42))) == (moment, 42)


@pytest.mark.parametrize(
    "text",
    ["", "42", "1795521600.000000", "1795521600.0-1", "999999999999.000000-1", "1795521600.000000-١", "a.b-c"],
)
def test_anything_else_begins_at_the_start(text):
    assert read(text) is None
