"""Let reports be opened by links like any other."""

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """Nothing yet."""
