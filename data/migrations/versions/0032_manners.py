"""Keep when patients may be written to, and how often a day."""

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Nothing yet."""
