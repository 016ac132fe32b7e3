"""Keep who was alerted to what, and who took it on; and since when nobody did anything about a referral."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column

revision = "0013"
down_revision = "0012"

QUIET = sa.text(
    "closed_at IS NULL AND stalled_at IS NULL AND held_until_on IS NULL AND stage NOT IN ('draft', 'waitlisted')"
)
OPEN, CLIMBS, UNMAILED = map(sa.text, ("settled_at IS NULL", "next_at IS NOT NULL", "mailed_at IS NULL"))
GROUP = sa.text("site_id IS NULL")


def upgrade() -> None:
    """Build what this version adds."""
    _since_when()
    _alerts()
    _told()
    _escalation()


def _since_when() -> None:
    """For what is there already: the last thing that a person did, or the visit ahead."""
    add_column("referral", "active_at", base.Moment())
    add_column("referral", "stalled_at", base.Moment())
    op.execute(
        """UPDATE referral SET active_at = coalesce(
             (SELECT max(starts_at) FROM appointment WHERE referral_id = referral.id AND state = 'booked'),
             (SELECT max(occurred_at) FROM event
              WHERE subject = 'referral' AND subject_id = referral.id AND actor LIKE 'account:%'),
             recorded_at)
           WHERE closed_at IS NULL"""
    )
    _index("ix_referral_quiet", "referral", ["urgency", "active_at"], QUIET)


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("event_id", base.Number, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("referral_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("due_at", base.Moment(), nullable=True),
        sa.Column("first", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("raised_at", base.Moment(), nullable=False),
        sa.Column("next_at", base.Moment(), nullable=True),
        sa.Column("acknowledged_at", base.Moment(), nullable=True),
        sa.Column("acknowledged_by_id", base.Number, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("settled_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["acknowledged_by_id"], ["account.id"], name=op.f("fk_alert_acknowledged_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_alert_event_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_alert_referral_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_alert_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("event_id", name=op.f("uq_alert_event_id")),
    )
    op.create_index("ix_alert_referral", "alert", ["referral_id", "id"])
    op.create_index("ix_alert_site", "alert", ["site_id", "id"])
    _index("ix_alert_open", "alert", ["site_id", "id"], OPEN)
    _index("ix_alert_open_referral", "alert", ["referral_id"], OPEN)
    _index("ix_alert_next", "alert", ["next_at", "id"], CLIMBS)


def _told() -> None:
    op.create_table(
        "alert_told",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("alert_id", base.Number, nullable=False),
        sa.Column("account_id", base.Number, nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("instead_of_id", base.Number, nullable=True),
        sa.Column("told_at", base.Moment(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("mail_at", base.Moment(), nullable=False),
        sa.Column("mailed_at", base.Moment(), nullable=True),
        sa.Column("message_id", base.Number, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_alert_told_account_id")),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_told_alert_id")),
        sa.ForeignKeyConstraint(["instead_of_id"], ["account.id"], name=op.f("fk_alert_told_instead_of_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_alert_told_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_told")),
        sa.UniqueConstraint("alert_id", "account_id", name=op.f("uq_alert_told_alert_id_account_id")),
    )
    op.create_index("ix_alert_told_account", "alert_told", ["account_id", "id"])
    _index("ix_alert_told_due", "alert_told", ["mail_at", "account_id"], UNMAILED)


def _escalation() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("value", base.Facts, nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_escalation_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index("uq_escalation_site", "escalation", ["site_id", "part"], unique=True)
    _index("uq_escalation_group", "escalation", ["part"], GROUP, unique=True)


def _index(name: str, table: str, columns: list[str], where: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)
