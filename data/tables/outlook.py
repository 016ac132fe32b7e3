"""What is likely to stall: each night's learning, open referrals' outlooks, forecasts and what became of them."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from data.base import Facts, Moment, Number, key, metadata, to

night = Table(
    "night",
    metadata,
    key(),
    Column("on", Date, nullable=False, unique=True, doc="the group's local date; each is done once"),
    Column("made_at", Moment, nullable=False),
    Column("model", String(20), nullable=False, doc="logistic or boosting; empty while the history is thin"),
    Column("lacks", String(20), nullable=False, default="", doc="what there is too little of: closed, stalled, months"),
    Column("referrals", Integer, nullable=False, doc="whose history was learned from"),
    Column("moments", Integer, nullable=False, doc="referrals as they stood on some day, whose end is known"),
    Column("stalled", Integer, nullable=False, doc="how many of these stalled within the horizon"),
    Column("figures", Facts, nullable=False, doc="how it did on the months that it had not seen"),
)

outlook = Table(
    "outlook",
    metadata,
    Column("referral_id", Number, ForeignKey("referral.id"), primary_key=True, autoincrement=False),
    to("site"),
    to("night"),
    Column("stage", String(30), nullable=False, doc="where it stood when this was reckoned"),
    Column("chance", Float, doc="0 to 1 that it stalls within the horizon; none while the history is thin"),
    Column("age", Float, nullable=False, doc="the plain rule: time in the stage as a multiple of what is usual"),
    Column("facts", Facts, nullable=False, doc="[{code, …numbers}], the weightiest first; words are made when shown"),
    Column("made_at", Moment, nullable=False),
    Column("flagged_at", Moment, doc="when it was flagged where it stands: once per stage"),
    Index("ix_outlook_site", "site_id", "chance", "age"),
)

forecast = Table(
    "forecast",
    metadata,
    key(),
    Column("made_on", Date, nullable=False, doc="once a week"),
    to("referral"),
    to("site"),
    Column("chance", Float, nullable=False),
    Column("age", Float, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("stalled", Boolean, doc="what became of it; none until the horizon has passed"),
    UniqueConstraint("made_on", "referral_id"),
)

verdict = Table(
    "verdict",
    metadata,
    Column("made_on", Date, primary_key=True, doc="the day of the forecasts that were judged"),
    Column("site_id", Number, ForeignKey("site.id"), primary_key=True, autoincrement=False),
    Column("looked_back", Boolean, nullable=False, doc="reckoned later from what was known then"),
    Column("n", Integer, nullable=False),
    Column("stalled", Integer, nullable=False),
    Column("listed", Integer, nullable=False, doc="the tenth that stood highest at this site"),
    Column("caught", Integer, nullable=False, doc="of these, how many stalled"),
    Column("by_age", Integer, nullable=False, doc="of as many that stood highest by age, how many stalled"),
)

flag_limit = Table(
    "flag_limit",
    metadata,
    Column("site_id", Number, ForeignKey("site.id"), primary_key=True, autoincrement=False),
    Column("percent", Integer, nullable=False, doc="from this chance on a referral is flagged"),
    Column("most", Integer, nullable=False, doc="how many a night"),
    Column("version", Integer, nullable=False, default=1),
)
