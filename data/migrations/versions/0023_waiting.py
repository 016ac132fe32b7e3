"""Let what waits at each stage be counted by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

COUNTED_BY = (
    "stage", "site_id", "stage_since_at", "direction", "owner_id", "due_at", "warn_at", "clock", "held_until_on",
    "specialty", "source", "funding", "referrer_provider_id", "recipient_provider_id", "closed_at",
)  # fmt: skip


def upgrade() -> None:
    """Build what this version adds."""
    still_open = sa.text("closed_at IS NULL")
    op.create_index("ix_referral_waiting", "referral", COUNTED_BY, sqlite_where=still_open, postgresql_where=still_open)
