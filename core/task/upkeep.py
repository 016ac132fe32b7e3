"""What tasks from before they could be found by typing lack."""

from sqlalchemy import Connection, bindparam, select, update

from core.field import folded
from data.tables import task

AT_ONCE = 2_000


def give_words(db: Connection) -> None:
    """Let every task be found by the words of its title."""
    c = task.c
    lacking = select(c.id, c.title).where(c.search == "", c.title != "").order_by(c.id)
    rows = [{"which": row.id, "words": folded(row.title)} for row in db.execute(lacking)]
    rows = [row for row in rows if row["words"]]
    given = update(task).where(c.id == bindparam("which")).values(search=bindparam("words"))
    for start in range(0, len(rows), AT_ONCE):
        db.execute(given, rows[start : start + AT_ONCE])
