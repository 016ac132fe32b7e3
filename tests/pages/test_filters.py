"""What an address may ask a list for."""

import pytest

from pages.parts.filters import LONGEST, Field, chosen

FIELDS = [
    Field("typed", "Patient", "search"),
    Field("owner", "Owner", choices={"": "Any owner", "me": "Mine", "7": "Ben"}),
    Field("late", "Overdue only", "flag"),
    Field("from", "From", "day"),
    Field("period", "Period", "span", {"": "Last 12 months", "month": "This month"}, months=("2026-03", "2026-02")),
    Field("practice", "Practice", "pick", {"5": "Pennine Dental"}),
]


def asked(**query: str) -> dict[str, str]:
    return {name: value for name, value in chosen(FIELDS, query).items() if value}


def test_what_a_filter_knows_is_kept():
    query = {"typed": "okafor", "owner": "me", "late": "yes", "from": "2026-11-24"}
    assert asked(**query) == query
    for period in ("month", "2026-02", "2026-02..2026-03"):
        assert asked(period=period, practice="5") == {"period": period, "practice": "5"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("owner", "99"),
        ("owner", "' OR 1=1"),
        ("late", "no"),
        ("from", "yesterday"),
        ("from", "2026-13-01"),
        ("from", "٢٠٢٦-11-24"),
        ("after", "1"),
        ("period", "2026-03..2026-02"),
        ("period", "2026-02..2026-03..2026-03"),
        ("period", "2019-01"),
        ("practice", "Pennine Dental"),
    ],
)
def test_what_it_does_not_know_counts_as_any(name, value):
    assert asked(**{name: value}) == {}


def test_what_was_typed_is_trimmed_and_has_an_end():
    assert asked(typed="  Iris ") == {"typed": "Iris"}
    assert len(asked(typed="x" * 500)["typed"]) == LONGEST
