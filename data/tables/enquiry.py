"""Public forms, by which patients ask and practices refer, and what was sent through each."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

from data.base import Facts, Moment, key, metadata, to

enquiry_form = Table(
    "enquiry_form",
    metadata,
    key(),
    to("site"),
    Column("audience", String(10), nullable=False, doc="patient or practice"),
    Column("specialty", String(40), nullable=False, default="", doc="empty: the form for whatever the site offers"),
    Column("open", Boolean, nullable=False, default=False, doc="whether strangers may send it"),
    Column("title", String(120), nullable=False),
    Column("words", Text, nullable=False, default="", doc="above the questions"),
    Column("asks", Facts, nullable=False, default=list, doc="questions beyond those that are always asked, by name"),
    Column("services", Facts, nullable=False, default=list, doc="what can be chosen; empty: every specialty"),
    Column("origins", Facts, nullable=False, default=list, doc="web sites that may show it within their pages"),
    Column("changed_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    UniqueConstraint("site_id", "audience", "specialty"),
)

enquiry = Table(
    "enquiry",
    metadata,
    key(),
    to("enquiry_form", "form_id"),
    to("site"),
    to("arrival", index=True),
    Column("sent_at", Moment, nullable=False),
    Column("nonce", String(32), nullable=False, index=True, doc="of the page that it was written on"),
    Column("content", String(64), nullable=False, doc="hash of all that was sent: the same again is no second one"),
    Column("network", String(64), nullable=False, doc="hash of where it came from: unreadable, and countable"),
    Column("proven", Boolean, nullable=False, doc="its browser did the work that a flood cannot afford"),
    Column("typed", Facts, nullable=False, doc="exactly as it was sent, by the names of the questions"),
    Index("ix_enquiry_network", "network", "sent_at"),
    Index("ix_enquiry_site", "site_id", "sent_at"),
    Index("ix_enquiry_content", "content", "sent_at"),
)
