"""Keep what is likely to stall, and why."""

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Build what this version adds."""
