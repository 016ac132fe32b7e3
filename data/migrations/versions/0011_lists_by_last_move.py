"""Let a list be in the order in which its referrals last moved."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Build what this version adds."""
    op.create_index("ix_referral_moved", "referral", ["site_id", "direction", "stage_since_at", "id"])
