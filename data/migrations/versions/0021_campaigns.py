"""Know the campaign that a referral came from, and what it cost."""

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Build what this version adds."""
