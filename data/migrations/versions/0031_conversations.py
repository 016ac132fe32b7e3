"""Nothing yet."""

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Build what this version adds."""
