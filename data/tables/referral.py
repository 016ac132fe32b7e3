"""A referral, its appointments and reports, the reasons people choose from, and the numbers given out."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Index, Integer, Numeric, String, Table, Text, and_, text

from data.base import Facts, Moment, Number, key, metadata, to

referral = Table(
    "referral",
    metadata,
    key(),
    Column(
        "reference",
        String(20),
        nullable=False,
        unique=True,
        doc="ours, with a check character: B-2026-000123-K",
    ),
    Column("their_reference", String(60), nullable=False, default=""),
    Column("journey", String(32), nullable=False, doc="correlation id that onward referrals inherit"),
    Column("direction", String(10), nullable=False, doc="inbound, outbound, internal"),
    Column("stage", String(30), nullable=False),
    Column(
        "decision",
        String(20),
        nullable=False,
        default="",
        doc="what the recipient decided: accepted, declined …",
    ),
    Column("visit", String(20), nullable=False, default="", doc="what became of the latest appointment"),
    Column("stage_since_at", Moment, nullable=False),
    to("site"),
    to("site", "from_site_id", null=True),
    to("patient"),
    Column("source", String(20), nullable=False),
    to("provider", "referrer_provider_id", null=True),
    to("clinician", "referrer_clinician_id", null=True),
    to("provider", "recipient_provider_id", null=True),
    to("clinician", "recipient_clinician_id", null=True),
    Column("kind", String(20), nullable=False),
    Column("specialty", String(40), nullable=False),
    Column("urgency", String(20), nullable=False),
    Column("reason", Text, nullable=False, doc="why the patient is referred, in the referrer's words"),
    Column("teeth", String(80), nullable=False, default="", doc="FDI numbers, comma separated"),
    Column("funding", String(20), nullable=False, default=""),
    Column("payer", String(80), nullable=False, default=""),
    Column("needs", String(200), nullable=False, default="", doc="interpreter, transport, advocacy …"),
    Column("may_share", Boolean, nullable=False, doc="the patient agreed that the practices share what is needed"),
    Column("written_on", Date),
    Column("received_at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    to("account", "owner_id", null=True),
    Column(
        "due_at",
        Moment,
        nullable=False,
        doc="when the next action is late; year 9999 while nothing is due",
    ),
    Column("held_until_on", Date),
    to("reason", "reason_id", null=True),
    Column("closed_at", Moment, doc="none while open"),
    to("referral", "onward_from_id", null=True),
    Column(
        "answers",
        Facts,
        nullable=False,
        default=dict,
        server_default="{}",
        doc="what the receiving service asked for, by the id of the requirement",
    ),
    Column(
        "custom",
        Facts,
        nullable=False,
        default=dict,
        server_default="{}",
        doc="values of the group's own fields, by the id of the field",
    ),
    to("sub_status", null=True),
    Column("active_at", Moment, doc="since when nobody did anything about it; the visit, while one is ahead"),
    Column("stalled_at", Moment, doc="when that was said; none once somebody does something"),
    Column("flagged_at", Moment, doc="when a rule, the guardian or a person said that it is at risk"),
    Column("warn_at", Moment, doc="when it is at risk; none where no deadline runs"),
    Column(
        "clock",
        String(8),
        nullable=False,
        default="",
        server_default="",
        doc="what was told of its deadline: running, at_risk, breached, paused; empty where none runs",
    ),
    Column("wakes_at", Moment, doc="when the jobs process has to look at it again"),
    to("campaign", null=True),
    Column("version", Integer, nullable=False, default=1),
)

_open: dict[str, Any] = {
    "sqlite_where": referral.c.closed_at.is_(None),
    "postgresql_where": referral.c.closed_at.is_(None),
}
_stray = and_(referral.c.closed_at.is_(None), referral.c.owner_id.is_(None))
Index(
    "ix_referral_open_site",
    referral.c.site_id,
    referral.c.direction,
    referral.c.due_at,
    referral.c.id,
    **_open,
)
Index(
    "ix_referral_open_from",
    referral.c.from_site_id,
    referral.c.direction,
    referral.c.due_at,
    referral.c.id,
    **_open,
)
Index("ix_referral_open_owner", referral.c.owner_id, referral.c.due_at, referral.c.id, **_open)
_COUNTED_BY = (
    "stage", "site_id", "stage_since_at", "direction", "owner_id", "due_at", "warn_at", "clock", "held_until_on",
    "specialty", "source", "funding", "referrer_provider_id", "recipient_provider_id", "closed_at",
)  # fmt: skip
"""All that what waits is counted and filtered by, so that only the index is read. It begins with the stage, unlike the
indexes of the boards, so that neither is taken for the other."""
Index("ix_referral_waiting", *(referral.c[name] for name in _COUNTED_BY), **_open)
Index("ix_referral_open_patient", referral.c.patient_id, **_open)
Index("ix_referral_site", referral.c.site_id, referral.c.direction, referral.c.received_at, referral.c.id)
Index("ix_referral_from", referral.c.from_site_id, referral.c.direction, referral.c.received_at, referral.c.id)
Index("ix_referral_moved", referral.c.site_id, referral.c.direction, referral.c.stage_since_at, referral.c.id)
Index(
    "ix_referral_moved_from",
    referral.c.from_site_id,
    referral.c.direction,
    referral.c.stage_since_at,
    referral.c.id,
    sqlite_where=referral.c.from_site_id.is_not(None),
    postgresql_where=referral.c.from_site_id.is_not(None),
)
Index("ix_referral_received", referral.c.received_at, referral.c.id)
Index(
    "ix_referral_closed",
    referral.c.stage_since_at,
    referral.c.id,
    sqlite_where=referral.c.closed_at.is_not(None),
    postgresql_where=referral.c.closed_at.is_not(None),
)
Index("ix_referral_patient", referral.c.patient_id, referral.c.id)
Index("ix_referral_journey", referral.c.journey)
Index(
    "ix_referral_wakes",
    referral.c.wakes_at,
    referral.c.id,
    sqlite_where=referral.c.wakes_at.is_not(None),
    postgresql_where=referral.c.wakes_at.is_not(None),
)
QUIET = text(
    "closed_at IS NULL AND stalled_at IS NULL AND held_until_on IS NULL AND stage NOT IN ('draft', 'waitlisted')"
)
"""What may count as stalled: spelt alike in the index and by whoever looks, or the index is not used."""
_quiet: dict[str, Any] = {"sqlite_where": QUIET, "postgresql_where": QUIET}
Index("ix_referral_quiet", referral.c.urgency, referral.c.active_at, **_quiet)
Index(
    "ix_referral_campaign",
    referral.c.campaign_id,
    referral.c.received_at,
    sqlite_where=referral.c.campaign_id.is_not(None),
    postgresql_where=referral.c.campaign_id.is_not(None),
)
Index("ix_referral_their_reference", referral.c.their_reference)
for _party in ("recipient", "referrer"):
    _column: Any = referral.c[f"{_party}_provider_id"]
    _outside: dict[str, Any] = {"sqlite_where": _column.is_not(None), "postgresql_where": _column.is_not(None)}
    Index(f"ix_referral_{_party}", _column, referral.c.received_at, **_outside)

appointment = Table(
    "appointment",
    metadata,
    key(),
    to("referral", index=True),
    Column("starts_at", Moment, nullable=False),
    Column("minutes", Integer, nullable=False, default=30),
    to("site", null=True),
    to("clinician", null=True),
    Column("state", String(20), nullable=False, doc="booked, rescheduled, cancelled, missed, attended"),
    to("reason", null=True),
    Column("booked_at", Moment, nullable=False),
    Column("ended_at", Moment, doc="when it was rescheduled, cancelled, missed or attended"),
    Column("asked_at", Moment, doc="when its outcome was asked for"),
    Column("uid", String(40), nullable=False, default="", server_default="", doc="in calendars; kept when it moves"),
    Column(
        "moves", Integer, nullable=False, default=0, server_default="0", doc="how often it was moved, for calendars"
    ),
    Column(
        "cancelled_by",
        String(10),
        nullable=False,
        default="",
        server_default="",
        doc="patient, clinic or other; empty while it was not cancelled",
    ),
)
Index("ix_appointment_site", appointment.c.site_id, appointment.c.starts_at, appointment.c.id)
Index(
    "ix_appointment_unasked",
    appointment.c.starts_at,
    sqlite_where=text("state = 'booked' AND asked_at IS NULL"),
    postgresql_where=text("state = 'booked' AND asked_at IS NULL"),
)

report = Table(
    "report",
    metadata,
    key(),
    to("referral", index=True),
    Column("kind", String(10), nullable=False, doc="interim, prepared (to be signed) or final"),
    Column("summary", Text, nullable=False, doc="of an interim report; a final one says it field by field"),
    Column("diagnosis", Text, nullable=False, default="", server_default=""),
    Column("findings", Text, nullable=False, default="", server_default=""),
    Column("treatment", Text, nullable=False, default="", server_default="", doc="what was done"),
    Column("recommendations", Text, nullable=False, default=""),
    Column("value", Numeric(10, 2), doc="value of completed work, in pounds"),
    Column("recall_on", Date),
    Column("signed_by", String(120), nullable=False, default=""),
    to("account", "signed_by_id", null=True),
    to("account", "written_by_id", null=True),
    Column("written_at", Moment, nullable=False),
)

reason = Table(
    "reason",
    metadata,
    key(),
    Column("code", String(60), nullable=False, unique=True),
    Column("step", String(30), nullable=False, index=True, doc="the step that asks for it"),
    Column("label", String(160), nullable=False),
    Column("needs_comment", Boolean, nullable=False, default=False),
    Column("who", String(10), nullable=False, default="either", doc="initiator, recipient or either"),
    Column("ends_referral", Boolean, nullable=False, default=False),
    Column("stops_messages", Boolean, nullable=False, default=False),
    Column("patient_died", Boolean, nullable=False, default=False),
    Column("from_on", Date),
    Column("until_on", Date),
    Column("shipped", Boolean, nullable=False, default=True, doc="not once the group has changed it"),
    Column(
        "position",
        Integer,
        nullable=False,
        default=0,
        server_default="0",
        doc="0 until somebody orders them: as they were added",
    ),
    Column("version", Integer, nullable=False, default=1, server_default="1"),
)

referral_number = Table(
    "referral_number",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Number, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    key(),
    to("account", index=True),
    to("site", null=True),
    Column("direction", String(10), nullable=False),
    Column("title", String(200), nullable=False, default="", doc="who and what for, as far as it was filled in"),
    Column("said", Facts, nullable=False, doc="what was typed, by the names of the form's fields"),
    to("referral", "onward_from_id", null=True),
    Column("begun_at", Moment, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("reminded_at", Moment, doc="when its author was reminded of it"),
)
