"""Let lists be found by their own indexes: who waits for a visit, whole histories, and what rules did lately."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

WAITS = sa.text("waiting_attended > 0")
SENT = sa.text("from_site_id IS NOT NULL")
CLOSED = sa.text("closed_at IS NOT NULL")


def upgrade() -> None:
    """Few of all wait, and only these are asked about by the day."""
    op.create_index(
        "ix_milestone_waiting", "milestone", ["site_id", "received_on"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_index(
        "ix_referral_moved_from",
        "referral",
        ["from_site_id", "direction", "stage_since_at", "id"],
        sqlite_where=SENT,
        postgresql_where=SENT,
    )
    op.create_index("ix_referral_received", "referral", ["received_at", "id"])
    op.create_index(
        "ix_referral_closed", "referral", ["stage_since_at", "id"], sqlite_where=CLOSED, postgresql_where=CLOSED
    )
    op.create_index(
        "ix_firing_lately",
        "firing",
        ["judged_at", "site_id", "rule"],
        sqlite_where=sa.text("fired = 1"),
        postgresql_where=sa.text("fired"),
    )
