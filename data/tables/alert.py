"""Alerts: what is late or has gone quiet, who was told of it when and how, and what each group settled about that."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from data.base import Facts, Moment, Number, key, metadata, to

alert = Table(
    "alert",
    metadata,
    key(),
    Column(
        "event_id",
        Number,
        ForeignKey("event.id"),
        nullable=False,
        unique=True,
        doc="what raised it: one breach makes one alert for ever",
    ),
    Column("kind", String(10), nullable=False, doc="breached, stalled, at_risk or other"),
    to("referral"),
    to("site"),
    Column("what", String(200), nullable=False, doc="what is late, in words and without a name"),
    Column("due_at", Moment, doc="when the deadline broke, or will"),
    Column("first", String(10), nullable=False, doc="the level that it begins with"),
    Column("level", String(10), nullable=False, default="", doc="the level that was told last; empty before the first"),
    Column("raised_at", Moment, nullable=False),
    Column("next_at", Moment, doc="when the next level is told; none at the top, once acknowledged, and once settled"),
    Column("acknowledged_at", Moment),
    to("account", "acknowledged_by_id", null=True),
    Column("note", Text, nullable=False, default=""),
    Column("settled_at", Moment, doc="when the reason was over"),
    Index("ix_alert_referral", "referral_id", "id"),
    Index("ix_alert_site", "site_id", "id"),
)
_open: dict[str, Any] = {"sqlite_where": text("settled_at IS NULL"), "postgresql_where": text("settled_at IS NULL")}
_climbs: dict[str, Any] = {"sqlite_where": text("next_at IS NOT NULL"), "postgresql_where": text("next_at IS NOT NULL")}
Index("ix_alert_open", alert.c.site_id, alert.c.id, **_open)
Index("ix_alert_open_referral", alert.c.referral_id, **_open)
Index("ix_alert_next", alert.c.next_at, alert.c.id, **_climbs)

alert_told = Table(
    "alert_told",
    metadata,
    key(),
    to("alert"),
    to("account"),
    Column("level", String(10), nullable=False),
    to("account", "instead_of_id", null=True),
    Column("told_at", Moment, nullable=False),
    Column("way", String(10), nullable=False, doc="now, or morning: in the digest"),
    Column("mail_at", Moment, nullable=False, doc="not before then, because of the night or the morning"),
    Column("mailed_at", Moment, doc="when the mail was put in the outbox, or nobody needed it any more"),
    to("message", null=True),
    UniqueConstraint("alert_id", "account_id"),
    Index("ix_alert_told_account", "account_id", "id"),
)
_unmailed: dict[str, Any] = {
    "sqlite_where": text("mailed_at IS NULL"),
    "postgresql_where": text("mailed_at IS NULL"),
}
Index("ix_alert_told_due", alert_told.c.mail_at, alert_told.c.account_id, **_unmailed)

escalation = Table(
    "escalation",
    metadata,
    key(),
    to("site", null=True),
    Column("part", String(10), nullable=False, doc="owner, manager, operator, quiet or stalled"),
    Column("value", Facts, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, default=1),
)
"""Only what differs from data/defaults/escalation.yaml: for the whole group where no site is named."""
Index("uq_escalation_site", escalation.c.site_id, escalation.c.part, unique=True)
Index(
    "uq_escalation_group",
    escalation.c.part,
    unique=True,
    sqlite_where=text("site_id IS NULL"),
    postgresql_where=text("site_id IS NULL"),
)
