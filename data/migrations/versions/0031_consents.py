"""Keep consent by channel and purpose, where it came from and in which words."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data.base import Facts, Moment, Number
from data.grow import add_column

revision = "0031"
down_revision = "0030"
_PATIENT = sa.ForeignKey("patient.id", name="fk_consent_patient_id")


def upgrade() -> None:
    """What patients said until now was about their care; how it was said nobody kept."""
    op.create_table(
        "consent",
        sa.Column("patient_id", Number, _PATIENT, primary_key=True),
        sa.Column("channel", sa.String(10), primary_key=True),
        sa.Column("purpose", sa.String(10), primary_key=True),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("said_at", Moment, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("before", Facts, nullable=True),
    )
    op.create_table(
        "stopped",
        sa.Column("address", sa.String(254), primary_key=True),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("since_at", Moment, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("lifted_at", Moment, nullable=True),
    )
    op.execute(
        'INSERT INTO consent (patient_id, channel, purpose, given, source, wording, said_at, "by") '
        "SELECT patient_id, channel, 'care', given, 'unknown', '', changed_at, '' FROM patient_consent"
    )
    op.drop_table("patient_consent")
    add_column("message", "purpose", sa.String(10), "care")
    _merges()


def _merges() -> None:
    """A merge can be undone to the consents from before it, so what it kept of them is kept in the same way."""
    kept = sa.table("patient_merge", sa.column("id"), sa.column("before", Facts), sa.column("after", Facts))
    db = op.get_bind()
    for row in db.execute(sa.select(kept)).all():
        told = {name: _told(state) for name, state in (("before", row.before), ("after", row.after))}
        db.execute(sa.update(kept).where(kept.c.id == row.id).values(told))


def _told(state: dict[str, Any]) -> dict[str, Any]:
    consents = {
        f"{channel} care": {"given": given, "source": "unknown", "wording": "", "said_at": at, "by": "", "before": None}
        for channel, (given, at) in state["consents"].items()
    }
    return state | {"consents": consents}
