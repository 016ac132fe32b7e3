"""Keep reports to managers: their lists, what was built and to whom it was sent."""

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Build what this version adds."""
