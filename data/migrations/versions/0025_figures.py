"""Count what came of each campaign, and let the figures of one practice be found by their own indexes.

Every referral is counted anew afterwards, a piece at a time, by the jobs process.
"""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column

revision = "0025"
down_revision = "0024"

OUTSIDE = sa.text("provider_id <> 0")


def upgrade() -> None:
    """Build what this version adds."""
    for table in ("milestone", "tally"):
        add_column(table, "campaign_id", base.Number, "0")
    op.drop_index("ix_milestone_provider", "milestone")
    for name, table, columns in (
        ("ix_milestone_provider", "milestone", ["provider_id", "month", "received_on", "direction", "site_id"]),
        ("ix_tally_provider", "tally", ["provider_id", "month"]),
    ):
        op.create_index(name, table, columns, sqlite_where=OUTSIDE, postgresql_where=OUTSIDE)
