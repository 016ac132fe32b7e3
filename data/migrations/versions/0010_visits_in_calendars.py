"""Let a message carry the visit it is about, for the reader's calendar."""

import sqlalchemy as sa

from data.grow import add_column

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Build what this version adds."""
    add_column("message", "calendar", sa.Text(), default="")
