"""Keep looks at the figures, to share them and to have them on home."""

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Build what this version adds."""
