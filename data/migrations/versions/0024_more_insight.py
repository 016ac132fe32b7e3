"""Let figures be found by their own indexes."""

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Build what this version adds."""
