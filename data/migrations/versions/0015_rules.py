"""Keep what rules waited for, what they did and how they were changed."""

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Build what this version adds."""
