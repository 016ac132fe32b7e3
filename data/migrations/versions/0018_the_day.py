"""Let the day's work be found by its own indexes."""

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Build what this version adds."""
