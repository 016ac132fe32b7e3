"""Give tasks a priority, a checklist, a day to come back and a rhythm."""

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Build what this version adds."""
