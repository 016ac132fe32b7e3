"""Keep what goes along with messages that people write."""

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Nothing yet."""
