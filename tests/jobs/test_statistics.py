"""The database knows how its tables have grown."""

import pytest
from sqlalchemy import text

from core.work import reading
from jobs import statistics
from tests.referral.story import inbound


@pytest.mark.database("sqlite")
def test_sqlite_knows_its_tables_without_being_asked(cast):
    inbound(cast)
    statistics.run()
    with reading() as db:
        known = set(db.execute(text("SELECT DISTINCT tbl FROM sqlite_stat1")).scalars())
    assert {"referral", "event", "patient"} <= known
