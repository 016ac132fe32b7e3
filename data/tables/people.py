"""The people who sign in: accounts, the sites they work at, their sessions, and what guards the door."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from data.base import Facts, Moment, Number, key, metadata, to

account = Table(
    "account",
    metadata,
    key(),
    Column("username", String(60), nullable=False, unique=True, doc="folded: what is typed to sign in"),
    Column("name", String(120), nullable=False),
    Column("email", String(254), nullable=False, default=""),
    Column("role", String(20), nullable=False),
    Column("every_site", Boolean, nullable=False, default=False, doc="also sites opened later"),
    Column("password_hash", String(255), doc="Argon2id; none until the invitation is taken up"),
    Column("disabled_at", Moment),
    Column("away_from_on", Date),
    Column("away_until_on", Date, doc="the first day back"),
    to("account", "stand_in_id", null=True),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, default=1),
)

account_site = Table(
    "account_site",
    metadata,
    Column("account_id", Number, ForeignKey("account.id"), primary_key=True),
    Column("site_id", Number, ForeignKey("site.id"), primary_key=True),
)

session = Table(
    "session",
    metadata,
    key(),
    Column("token_hash", String(64), nullable=False, unique=True),
    to("account", index=True),
    Column("opened_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("browser", String(200), nullable=False, default=""),
    Column("address", String(64), nullable=False, default=""),
)

admission = Table(
    "admission",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    to("account"),
    Column(
        "purpose",
        String(10),
        nullable=False,
        doc="enter: form to cookie, a minute · invite: set a password, days",
    ),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index("ix_admission_account", "account_id"),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    key(),
    Column(
        "username",
        String(64),
        nullable=False,
        doc="hash of what was typed: a password typed there by mistake stays unread",
    ),
    Column("address", String(64), nullable=False),
    Column("attempted_at", Moment, nullable=False),
    Column("succeeded", Boolean, nullable=False),
    Index("ix_sign_in_attempt_username", "username", "attempted_at"),
    Index("ix_sign_in_attempt_address", "address", "attempted_at"),
)

feed = Table(
    "feed",
    metadata,
    key(),
    Column("token_hash", String(64), nullable=False, unique=True, doc="of the secret part of a calendar's address"),
    to("account"),
    Column("named", Boolean, nullable=False, default=False, doc="patients by their names, not their initials"),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("fetched_at", Moment, doc="when a calendar last read it"),
    Column("shape", String(64), nullable=False, default="", doc="hash of what it said last"),
    Column("changed_at", Moment, nullable=False, doc="since when it says that"),
)
Index(
    "uq_feed_account",
    feed.c.account_id,
    unique=True,
    sqlite_where=feed.c.ended_at.is_(None),
    postgresql_where=feed.c.ended_at.is_(None),
)

saved_view = Table(
    "saved_view",
    metadata,
    key(),
    to("account", index=True),
    Column("name", String(80), nullable=False),
    Column("query", Text, nullable=False, doc="what the address of the list says: its filters"),
    Column("columns", Facts, nullable=False, doc="the columns that are shown, in order"),
    Column("shared", Boolean, nullable=False, default=False, doc="offered to everybody at the same sites"),
    Column("saved_at", Moment, nullable=False),
    UniqueConstraint("account_id", "name"),
)
