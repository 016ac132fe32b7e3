"""Give tasks a priority, a checklist, a day to come back, a rhythm, and words to be found by."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column

revision = "0014"
down_revision = "0013"
FOUND = {
    "sqlite": (
        "CREATE VIRTUAL TABLE task_found USING fts5(search, content='task', "
        "content_rowid='id', prefix='2 3 4', tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER task_found_added AFTER INSERT ON task BEGIN INSERT INTO "
        "task_found(rowid, search) VALUES (new.id, new.search); END",
        "CREATE TRIGGER task_found_removed AFTER DELETE ON task BEGIN INSERT INTO "
        "task_found(task_found, rowid, search) VALUES ('delete', old.id, old.search); END",
        "CREATE TRIGGER task_found_changed AFTER UPDATE OF search ON task WHEN old.search <> "
        "new.search BEGIN INSERT INTO task_found(task_found, rowid, search) VALUES ('delete',"
        " old.id, old.search); INSERT INTO task_found(rowid, search) VALUES (new.id, "
        "new.search); END",
        "INSERT INTO task_found(task_found) VALUES ('rebuild')",
    ),
    "postgresql": (
        "ALTER TABLE task ADD COLUMN found tsvector GENERATED ALWAYS AS (to_tsvector('simple', search)) STORED",
        "CREATE INDEX ix_task_found ON task USING gin (found) WITH (fastupdate = off)",
    ),
}


def upgrade() -> None:
    """Build what this version adds; what older tasks are found by is written once the house starts."""
    add_column("task", "search", sa.Text(), "")
    add_column("task", "priority", sa.String(length=10), "normal")
    add_column("task", "checklist", base.Facts, "[]")
    add_column("task", "wakes_at", base.Moment())
    add_column("task", "rhythm", base.Facts)
    add_column("task", "series_id", base.Number)
    add_column("task", "period_on", sa.Date())
    add_column("task", "next_at", base.Moment())
    for name, columns, where in (
        ("ix_task_open_subject", ["subject", "subject_id", "due_at"], "state = 'open'"),
        ("ix_task_asleep", ["site_id", "wakes_at", "id"], "wakes_at IS NOT NULL"),
        ("ix_task_ended", ["site_id", "ended_at", "id"], "ended_at IS NOT NULL"),
        ("ix_task_next", ["next_at", "id"], "next_at IS NOT NULL"),
    ):
        op.create_index(name, "task", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    for line in FOUND[op.get_bind().dialect.name]:
        op.execute(line)
