"""Our sites, the practices and clinicians outside that refer to us or receive from us, and what each asks for."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from data.base import Facts, Moment, Number, key, metadata, to

site = Table(
    "site",
    metadata,
    key(),
    Column("code", String(20), nullable=False, unique=True, doc="short, in URLs and on the command line: leeds"),
    Column("name", String(120), nullable=False),
    Column("address", Text, nullable=False),
    Column("town", String(80), nullable=False),
    Column("postcode", String(12), nullable=False),
    Column("phone", String(20), nullable=False),
    Column("email", String(254), nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("time_zone", String(40), nullable=False, doc="IANA name"),
    Column("closed_on", Date),
    Column("nation", String(6), nullable=False, default="GB-ENG", server_default="GB-ENG", doc="whose holidays it has"),
    Column("hours_version", Integer, nullable=False, default=1, server_default="1", doc="of its week and its holidays"),
)

site_hours = Table(
    "site_hours",
    metadata,
    Column("site_id", Number, ForeignKey("site.id"), primary_key=True),
    Column("weekday", Integer, primary_key=True, doc="Monday is 0"),
    Column("opens", Integer, primary_key=True, doc="minutes after local midnight"),
    Column("closes", Integer, nullable=False),
)

site_holiday = Table(
    "site_holiday",
    metadata,
    Column("site_id", Number, ForeignKey("site.id"), primary_key=True),
    Column("on", Date, primary_key=True),
    Column("name", String(80), nullable=False),
    Column(
        "nation", String(6), nullable=False, default="", server_default="", doc="whose list it is from; empty: its own"
    ),
)

provider = Table(
    "provider",
    metadata,
    key(),
    Column("ods_code", String(12), unique=True, doc="NHS Organisation Data Service code"),
    Column("name", String(160), nullable=False),
    Column("address", Text, nullable=False),
    Column("town", String(80), nullable=False),
    Column("county", String(80), nullable=False, default=""),
    Column("postcode", String(12), nullable=False),
    Column("phone", String(20), nullable=False, default=""),
    Column("email", String(254), nullable=False, default=""),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("opened_on", Date),
    Column("closed_on", Date, doc="a closed practice is kept and hidden"),
    Column(
        "fingerprint",
        String(64),
        nullable=False,
        default="",
        doc="hash of the imported row: a second import skips equals",
    ),
    Column("search", Text, nullable=False, doc="folded name, town, postcode and clinicians; what typing finds"),
    Column(
        "standing",
        String(12),
        nullable=False,
        default="listed",
        server_default="listed",
        doc="listed, draft, proposed, approved, active or suspended",
    ),
    Column(
        "standing_reason", Text, nullable=False, default="", server_default="", doc="why it was suspended or sent back"
    ),
    Column(
        "interest",
        Text,
        nullable=False,
        default="",
        server_default="",
        doc="what stake the group or one of its clinicians has in it, in words; empty: none",
    ),
    Column("note", Text, nullable=False, default="", server_default=""),
    Column("version", Integer, nullable=False, default=1),
    Column("changed_at", Moment, nullable=False),
    Index("ix_provider_name", "name", "id"),
)
_known: dict[str, Any] = {name: text("standing <> 'listed'") for name in ("sqlite_where", "postgresql_where")}
_located: dict[str, Any] = {name: text("latitude IS NOT NULL") for name in ("sqlite_where", "postgresql_where")}
Index("ix_provider_standing", provider.c.standing, provider.c.name, provider.c.id, **_known)
Index("ix_provider_located", provider.c.postcode, **_located)

provider_contact = Table(
    "provider_contact",
    metadata,
    key(),
    to("provider", index=True),
    Column("purpose", String(30), nullable=False, doc="referrals, reports, urgent, accounts"),
    Column("name", String(120), nullable=False, default=""),
    Column("channel", String(10), nullable=False, doc="email or phone"),
    Column("address", String(254), nullable=False),
)

provider_offer = Table(
    "provider_offer",
    metadata,
    key(),
    to("provider"),
    Column("specialty", String(40), nullable=False),
    Column("funding", String(20), nullable=False, default=""),
    Column("urgencies", Facts, nullable=False, default=list, server_default="[]", doc="those it accepts, by code"),
    Column("wait_days", Integer, doc="until a first visit, as the provider announced it"),
    Column("wait_on", Date, doc="the day it was announced"),
    Column("capacity", Integer, doc="referrals it takes from us in a month; none: no limit is known"),
    UniqueConstraint("provider_id", "specialty", "funding"),
    Index("ix_provider_offer_specialty", "specialty", "provider_id"),
)

provider_network = Table(
    "provider_network",
    metadata,
    Column("provider_id", Number, ForeignKey("provider.id"), primary_key=True),
    Column("network", String(60), primary_key=True, doc="an insurance network it belongs to"),
    Index("ix_provider_network_network", "network"),
)

provider_choice = Table(
    "provider_choice",
    metadata,
    Column("provider_id", Number, ForeignKey("provider.id"), primary_key=True),
    Column("site_id", Number, ForeignKey("site.id"), primary_key=True),
    Column("choice", String(10), nullable=False, doc="preferred or hidden at this site"),
    Column("changed_at", Moment, nullable=False),
)

clinician = Table(
    "clinician",
    metadata,
    key(),
    to("provider", null=True, index=True),
    to("site", null=True, index=True),
    to("account", null=True),
    Column("name", String(120), nullable=False),
    Column("specialty", String(40), nullable=False, default=""),
    Column("email", String(254), nullable=False, default=""),
    Column("left_on", Date),
    Index("ix_clinician_account", "account_id"),
)

requirement = Table(
    "requirement",
    metadata,
    key(),
    to("provider", null=True),
    to("site", null=True),
    Column("specialty", String(40), nullable=False, default="", doc="empty: whatever is referred there"),
    Column("kind", String(10), nullable=False, doc="field, question or document"),
    Column(
        "code", String(40), nullable=False, doc="the field's name, the document's kind, or what a question is called"
    ),
    Column("label", String(200), nullable=False, doc="what is asked, in words"),
    Column(
        "answer", String(10), nullable=False, default="text", doc="of a question: text, yes_no, choice, number or date"
    ),
    Column("choices", Facts, nullable=False, default=list, doc="of a question with choices"),
    Column("needed", Boolean, nullable=False, default=True, doc="may not be sent without it; else only asked"),
    Column("position", Integer, nullable=False, default=0),
    Column("until_on", Date, doc="no longer asked from this day on"),
    Index("ix_requirement_provider", "provider_id", "specialty"),
    Index("ix_requirement_site", "site_id", "specialty"),
)
