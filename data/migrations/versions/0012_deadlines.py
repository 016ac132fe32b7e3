"""Let a manager set deadlines, opening hours and holidays, and keep the state of each clock."""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Build what this version adds."""
