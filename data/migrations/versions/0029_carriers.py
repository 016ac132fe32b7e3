"""Nothing yet."""

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Build what this version adds."""
