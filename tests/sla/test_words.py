"""Deadlines and ages in words."""

from datetime import UTC, datetime, timedelta

import pytest

from core.clock import NEVER
from core.sla import State, age_words, clock_words, due_words

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (timedelta(minutes=-40), "40 min late", "breach"),
        (timedelta(hours=-2, minutes=-10), "2 h late", "breach"),
        (timedelta(days=-1), "1 day late", "breach"),
        (timedelta(days=-3), "3 days late", "breach"),
        (timedelta(0), "now", "risk"),
        (timedelta(minutes=40, seconds=30), "in 40 min", "risk"),
        (timedelta(hours=3), "today", "risk"),
        (timedelta(hours=20), "tomorrow", "risk"),
        (timedelta(hours=27), "tomorrow", "calm"),
        (timedelta(days=2), "Thu 26 Nov", "calm"),
        (timedelta(days=60), "Sat 23 Jan 2027", "calm"),
    ],
)
def test_when_something_is_due(left, words, tone):
    assert due_words(NOW + left, NOW, "Europe/London") == (words, tone)


def test_nothing_is_said_where_nothing_is_due():
    assert due_words(NEVER, NOW, "Europe/London") == ("", "calm")


def test_today_is_the_sites_today():
    late = datetime(2026, 6, 9, 22, 0, tzinfo=UTC)
    assert due_words(late + timedelta(hours=1, minutes=30), late, "Europe/London")[0] == "tomorrow"
    assert due_words(late + timedelta(hours=1, minutes=30), late, "America/New_York")[0] == "today"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=23), "23 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=59), "59 days"),
        (timedelta(days=70), "2 months"),
        (timedelta(days=800), "2 years"),
    ],
)
def test_how_long_it_has_been(age, words):
    assert age_words(age) == words


@pytest.mark.parametrize(
    ("due", "warn", "state", "said"),
    [
        (NOW + timedelta(days=2), NOW + timedelta(days=1), State.RUNNING, ("Thu 26 Nov", "calm")),
        (NOW + timedelta(hours=20), NOW + timedelta(hours=1), State.RUNNING, ("tomorrow", "calm")),
        (NOW + timedelta(days=2), NOW, State.RUNNING, ("at risk, Thu 26 Nov", "risk")),
        (NOW - timedelta(days=1), NOW - timedelta(days=2), State.AT_RISK, ("1 day late", "breach")),
        (NOW + timedelta(days=2), None, State.PAUSED, ("paused until Thu 26 Nov", "paused")),
        (NEVER, None, State.PAUSED, ("paused", "paused")),
        (NEVER, None, State.NONE, ("", "calm")),
    ],
)
def test_how_a_clock_stands_is_said_in_words(due, warn, state, said):
    assert clock_words(due, warn, state, NOW, "Europe/London") == said
