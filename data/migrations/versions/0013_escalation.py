"""Keep who was alerted to what, and who took it on."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Build what this version adds."""
