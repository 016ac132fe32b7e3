"""Rules as rows, seeded from data/defaults/rules.yaml: how they were changed, what they wait for and what they did."""

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from data.base import Facts, Moment, Number, key, metadata, to

rule = Table(
    "rule",
    metadata,
    key(),
    Column("name", String(80), nullable=False, unique=True),
    Column("label", String(160), nullable=False),
    Column("when", String(60), nullable=False, index=True, doc="the event kind; rule:due where `timing` says when"),
    Column("timing", Facts, doc="{after | before: n, unit, anchor, late}"),
    Column("conditions", Facts, nullable=False, doc="[{fact, operator: value}], or {all | any: [… nested …]}"),
    Column("actions", Facts, nullable=False, doc="[{do: send_message | open_task, …}]"),
    Column("position", Integer, nullable=False),
    Column("enabled", Boolean, nullable=False, default=True),
    Column("stop", Boolean, nullable=False, default=False, server_default=text("false"), doc="no later rule is judged"),
    Column("only_sites", Facts, nullable=False, default=list, server_default="[]", doc="site ids; empty for the group"),
    Column("off_sites", Facts, nullable=False, default=list, server_default="[]", doc="site ids that switched it off"),
    Column("fault", Text, nullable=False, default="", server_default="", doc="why it was switched off by itself"),
    Column("shipped", Boolean, nullable=False, default=True),
    Column("shipped_as", Facts, doc="what ships by this name now, beside what the group made of it"),
    Column(
        "renewed",
        Boolean,
        nullable=False,
        default=False,
        server_default=text("false"),
        doc="what ships was changed after the group edited it",
    ),
    Column("planted_to", Number, doc="the last referral its time was set for; none when all have it"),
    Column("version", Integer, nullable=False, default=1),
)

rule_version = Table(
    "rule_version",
    metadata,
    key(),
    Column("rule", String(80), nullable=False, doc="by name: the history outlives the row"),
    Column("version", Integer, nullable=False),
    Column("content", Facts, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("why", Text, nullable=False, default="", server_default=""),
    UniqueConstraint("rule", "version"),
)

timer = Table(
    "timer",
    metadata,
    key(),
    Column("rule", String(80), nullable=False),
    to("referral", index=True),
    Column("anchor_at", Moment, nullable=False, doc="what the time is counted from, or up to"),
    Column("due_at", Moment, nullable=False),
    Column("fired_at", Moment, doc="kept, so that the same anchor does not fire again"),
    UniqueConstraint("rule", "referral_id"),
)
_waits: dict[str, Any] = {"sqlite_where": text("fired_at IS NULL"), "postgresql_where": text("fired_at IS NULL")}
Index("ix_timer_due", timer.c.due_at, timer.c.id, **_waits)

firing = Table(
    "firing",
    metadata,
    key(),
    to("event"),
    Column("rule", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    to("referral", null=True),
    to("site", null=True),
    Column("judged_at", Moment, nullable=False),
    Column("fired", Boolean, nullable=False),
    Column("because", Facts, nullable=False, doc="[[held, what was known], …] in the order of the conditions"),
    Column("outcome", Facts, nullable=False, doc="[[action, what came of it], …]; empty where it did not fire"),
    Index("ix_firing_referral", "referral_id", "id"),
    Index("ix_firing_rule", "rule", "id"),
)
_fired: dict[str, Any] = {"sqlite_where": text("fired = 1"), "postgresql_where": text("fired")}
Index("ix_firing_lately", firing.c.judged_at, firing.c.site_id, firing.c.rule, **_fired)
