"""What a group decides about its workflow: fields, names of stages, states within them, demands, approvals."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Index, Integer, Numeric, String, Table, Text, UniqueConstraint, text

from data.base import Facts, Moment, key, metadata, to

custom_field = Table(
    "custom_field",
    metadata,
    key(),
    Column("label", String(80), nullable=False),
    Column("kind", String(10), nullable=False, doc="text, number, date, choice, tooth or yes_no"),
    Column("choices", Facts, nullable=False, doc="what can be chosen, in order"),
    Column("help", String(200), nullable=False, default=""),
    Column("direction", String(10), nullable=False, default="", doc="empty: any"),
    Column("specialty", String(40), nullable=False, default="", doc="empty: any"),
    Column("sites", Facts, nullable=False, doc="ids of the sites that ask it; empty: the whole group"),
    Column("needed", Boolean, nullable=False, default=False),
    Column("position", Integer, nullable=False, default=0),
    Column("until_on", Date, doc="the day from which on it is no longer asked"),
    Column("version", Integer, nullable=False, default=1),
)

custom_value = Table(
    "custom_value",
    metadata,
    key(),
    to("referral"),
    to("custom_field", "field_id"),
    Column("value", String(200), nullable=False, doc="as referral.custom holds it, cut, to filter and to count by"),
    Column("search", Text, nullable=False, doc="folded words of a text; empty for every other kind"),
    UniqueConstraint("referral_id", "field_id"),
)
Index("ix_custom_value_field", custom_value.c.field_id, custom_value.c.value, custom_value.c.referral_id)

stage_setting = Table(
    "stage_setting",
    metadata,
    key(),
    Column("stage", String(30), nullable=False),
    Column("direction", String(10), nullable=False, doc="of a label; empty where it is about hiding the stage"),
    to("site", null=True),
    Column("label", String(40), nullable=False, default=""),
    Column("hidden", Boolean, nullable=False, default=False),
)

sub_status = Table(
    "sub_status",
    metadata,
    key(),
    Column("stage", String(30), nullable=False),
    Column("label", String(40), nullable=False),
    Column("sites", Facts, nullable=False, doc="ids of the sites that use it; empty: the whole group"),
    Column("position", Integer, nullable=False, default=0),
    Column("until_on", Date, doc="the day from which on it can no longer be chosen"),
    Column("version", Integer, nullable=False, default=1),
)

step_demand = Table(
    "step_demand",
    metadata,
    key(),
    Column("step", String(30), nullable=False),
    Column("what", String(40), nullable=False, doc="a field of the request, custom.ID or paper.KIND"),
    to("site", null=True),
)

step_approval = Table(
    "step_approval",
    metadata,
    key(),
    Column("step", String(30), nullable=False),
    Column("condition", String(20), nullable=False, doc="always, value_above or urgency_lowered"),
    Column("above", Numeric(10, 2), doc="pounds, where it is about a value"),
    Column("role", String(20), nullable=False, doc="who approves it"),
    to("site", null=True),
)
for _table, _once in (
    (stage_setting, ("stage", "direction")),
    (step_demand, ("step", "what")),
    (step_approval, ("step", "condition")),
):
    _columns: Any = [_table.c[name] for name in _once]
    _whole: dict[str, Any] = {
        "sqlite_where": _table.c.site_id.is_(None),
        "postgresql_where": _table.c.site_id.is_(None),
    }
    Index(f"uq_{_table.name}_group", *_columns, unique=True, **_whole)
    Index(f"uq_{_table.name}_site", _table.c.site_id, *_columns, unique=True)

approval = Table(
    "approval",
    metadata,
    key(),
    to("referral", index=True),
    to("site"),
    Column("step", String(30), nullable=False),
    Column("version", Integer, nullable=False, doc="the referral's when it was asked for: a later one is another case"),
    Column("answers", Facts, nullable=False, doc="what the step was answered, as it will be taken"),
    Column("asked_by", String(80), nullable=False, doc="an actor's ref"),
    to("account", "asked_by_id", null=True),
    Column("asked_at", Moment, nullable=False),
    Column("role", String(20), nullable=False, doc="who may approve it"),
    Column("why", String(120), nullable=False),
    Column("state", String(10), nullable=False, doc="waiting, approved, refused or stale"),
    to("account", "decided_by_id", null=True),
    Column("decided_at", Moment),
    Column("comment", Text, nullable=False, default=""),
)
_waiting: dict[str, Any] = {
    "sqlite_where": text("state = 'waiting'"),
    "postgresql_where": text("state = 'waiting'"),
}
Index("uq_approval_waiting", approval.c.referral_id, unique=True, **_waiting)
Index("ix_approval_waiting_site", approval.c.site_id, approval.c.asked_at, **_waiting)
