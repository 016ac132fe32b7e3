"""Keep what is counted of referrals, and its sums by month."""

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Build what this version adds."""
