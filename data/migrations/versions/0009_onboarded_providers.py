"""Let providers be onboarded, compared and preferred."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Build what this version adds."""
