"""Keep the telephones and browsers that patients subscribed."""

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Nothing yet."""
