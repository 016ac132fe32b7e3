"""Let patients be matched by sound, merged and taken apart again."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Build what this version adds."""
