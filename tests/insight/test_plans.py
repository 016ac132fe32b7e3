"""What waits is counted in its own index, and the boards keep theirs, also once the database knows its numbers."""

import random
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event, text

from core import clock, insight, referral
from core.insight import Asked
from core.referral import Direction, Wanted
from core.work import reading, work
from data.tables import referral as table
from tests.insight.standing import anything, put

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ANY = Asked(since=202504, until=202604)
OURS, BOARDS = "ix_referral_waiting", "ix_referral_open_site"


@contextmanager
def executed():
    """The statements that are executed meanwhile, each with its parameters."""
    told = []

    def tell(_connection, _cursor, statement, parameters, *_rest):
        told.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", tell)
    try:
        yield told
    finally:
        event.remove(Engine, "before_cursor_execute", tell)


def plans(ask):
    """How the database goes about it, in its own words."""
    with executed() as told:
        ask()
    with reading() as db:
        explain = "EXPLAIN QUERY PLAN" if db.dialect.name == "sqlite" else "EXPLAIN"
        return "\n".join(
            str(line) for statement, said in told for line in db.exec_driver_sql(f"{explain} {statement}", said)
        )


@pytest.fixture
def crowded(cast):
    """Twenty thousand rows, most of them long closed, and statistics about them."""
    with clock.telling(NOW):
        dice = random.Random(2)
        rows = list(anything(cast, dice, 400))
        closed = [row for row in rows if row["closed_at"]]
        put(cast, *rows, *(dice.choice(closed) for _ in range(1_600)))
        with work() as db:
            db.execute(_tenfold())
            db.execute(text("ANALYZE"))
        yield cast


def _tenfold():
    """Each row ten times more, under references of their own."""
    names = [c.name for c in table.c if c.name != "id"]
    copied = ", ".join(names)
    fresh = copied.replace("reference,", "reference || '/' || n,", 1)
    tens = " UNION ALL ".join(f"SELECT {n} AS n" for n in range(10))
    return text(f"INSERT INTO referral ({copied}) SELECT {fresh} FROM referral, ({tens}) AS tens")


@pytest.mark.database("postgresql")
def test_what_is_closed_is_not_read(crowded):
    """PostgreSQL may take any index of what is open: it reads the rows anyway until it has swept the table."""
    for ask in (insight.waiting, insight.loads):
        assert "Seq Scan on referral" not in plans(lambda ask=ask: ask(crowded.cleo, ANY))


@pytest.mark.database("sqlite")
def test_it_is_read_off_the_index_alone(crowded):
    for asked in (ANY, replace(ANY, specialty="implant", funding="nhs")):
        for ask in (insight.waiting, insight.loads):
            told = plans(lambda ask=ask, asked=asked: ask(crowded.cleo, asked))
            assert f"USING COVERING INDEX {OURS}" in told


def test_boards_keep_their_index(crowded):
    for actor in (crowded.mia, crowded.ana):
        told = plans(lambda actor=actor: referral.board(actor, Wanted(Direction.INBOUND)))
        assert BOARDS in told
        assert OURS not in told
