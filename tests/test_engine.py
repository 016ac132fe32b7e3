"""What was opened to a database is looked at before it is used again."""

import pytest
from sqlalchemy import text

from core.work import reading, work

OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.mark.database("postgresql")
def test_a_server_that_was_started_anew_is_asked_as_if_nothing_had_been(cast):
    with reading() as db, reading() as other:
        before = {each.execute(text("SELECT pg_backend_pid()")).scalar_one() for each in (db, other)}
    with work() as db:
        before.add(db.execute(text("SELECT pg_backend_pid()")).scalar_one())
        db.execute(text(OTHERS)).all()
    with reading() as db, reading() as other:
        after = {each.execute(text("SELECT pg_backend_pid()")).scalar_one() for each in (db, other)}
    assert not before & after
