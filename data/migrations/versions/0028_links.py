"""Nothing yet."""

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Build what this version adds."""
