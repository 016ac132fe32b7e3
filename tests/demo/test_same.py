"""The same dice at the same time give the same group."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core import clock
from core.demo.load import Size, load
from core.work import reading
from data.tables import metadata
from tests.demo.conftest import HOUSE, NOW, forget

TINY = Size(referrals=90, patients=50, since=timedelta(days=120), rules=timedelta(days=60))
CHANCE = {"password_hash", "salt", "text_hash", "hash"}
"""Salted anew each time, and what is computed from it."""
REVISION = "timing"
"""The setting that is another word each time."""


def rows():
    found = {}
    with reading() as db:
        for table in metadata.sorted_tables:
            columns = [column for column in table.c if column.name not in CHANCE]
            ordered = select(*columns).order_by(*table.primary_key.columns)
            found[table.name] = [tuple(row) for row in db.execute(ordered) if row[0] != REVISION]
    return found


def loaded(sqlite, monkeypatch, seed, at=NOW):
    """Every row but what is salted, of a group loaded into a database of its own."""
    with sqlite.migrated() as url, clock.telling(at):
        monkeypatch.setenv("BATON_DATABASE_URL", url)
        forget()
        load(HOUSE, seed, TINY)
        found = rows()
        forget()
    return found


def test_the_same_seed_at_the_same_time_is_the_same_group(sqlite, monkeypatch):
    first = loaded(sqlite, monkeypatch, seed=3)
    second = loaded(sqlite, monkeypatch, seed=3)
    assert {name for name in first if first[name] != second[name]} == set()
    assert len(first["referral"]) == TINY.referrals


def test_another_seed_is_another_group(sqlite, monkeypatch):
    first, second = (loaded(sqlite, monkeypatch, seed)["referral"] for seed in (3, 4))
    assert not {repr(row[1:]) for row in first} & {repr(row[1:]) for row in second}


@pytest.mark.parametrize("at", [datetime(2026, 11, 22, 3, 10, tzinfo=UTC), datetime(2027, 1, 1, 23, 59, tzinfo=UTC)])
def test_it_can_be_loaded_at_any_time(sqlite, monkeypatch, at):
    """On a Sunday night, and on a holiday."""
    assert len(loaded(sqlite, monkeypatch, 3, at)["referral"]) == TINY.referrals
