"""Let figures be found by their own indexes: those who wait for a visit, by when they were received."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

WAITS = sa.text("waiting_attended > 0")


def upgrade() -> None:
    """Few of all wait, and only these are asked about by the day."""
    op.create_index(
        "ix_milestone_waiting", "milestone", ["site_id", "received_on"], sqlite_where=WAITS, postgresql_where=WAITS
    )
