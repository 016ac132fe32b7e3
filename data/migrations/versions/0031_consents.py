"""Keep consent by channel and purpose, where it came from and in which words."""

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Nothing yet."""
