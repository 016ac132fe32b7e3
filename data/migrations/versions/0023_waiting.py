"""Let what waits at each stage be counted by an index."""

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Build what this version adds."""
