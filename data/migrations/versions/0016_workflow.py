"""Let a group name its stages and add fields, reasons and approvals."""

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Build what this version adds."""
