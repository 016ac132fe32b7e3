"""Audit: who did what, and when, at the sites one answers for."""

import streamlit as st

from core import audit, clock, directory, people
from core.access import Actor, Permission
from core.audit import Entry, Filter, Kind, Standing
from core.field import day
from core.settings import settings
from pages.parts.filters import Field, chosen, filters
from pages.parts.head import head
from pages.parts.links import number, to
from pages.parts.table import Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

ZONE = settings().time_zone.key


def what(kind: str) -> str:
    """referral:information_asked as people say it: Referral, information asked."""
    subject, _, happened = kind.partition(":")
    return f"{subject.capitalize()}, {happened.replace('_', ' ')}"


def fields_for(actor: Actor) -> list[Field]:
    """What the trail is filtered by."""
    persons = {str(one.id): one.name for one in people.people(actor)} if actor.may(Permission.PEOPLE_MANAGE) else {}
    return [
        Field("reference", "Referral’s reference", "search"),
        Field("person", "Who", choices={"": "Anybody", **persons}),
        Field("kind", "What", choices={"": "Anything"} | {kind.value: what(kind.value) for kind in Kind}),
        Field("from", "From", "day"),
        Field("until", "Until", "day"),
    ]


def filter_of(now: dict[str, str]) -> Filter:
    """What was chosen, as the trail asks for it."""
    return Filter(
        person=int(now["person"] or 0) or None,
        kind=now["kind"],
        reference=now["reference"],
        from_on=day(now["from"]) if now["from"] else None,
        until_on=day(now["until"]) if now["until"] else None,
    )


def row(one: Entry, sites: dict[int, str], *, may_open: bool) -> Row:
    """One event; a referral's leads to its page."""
    opens = one.subject == "referral" and may_open
    about = one.reference or f"{one.subject.capitalize()} {one.subject_id}"
    place = sites.get(one.site_id or 0, "")
    cells = (
        Cell(clock.spoken(one.occurred_at, ZONE), hover=one.occurred_at.isoformat(timespec="milliseconds")),
        Cell(one.actor),
        Cell(one.sentence, under=one.comment),
        Cell(place or about, under=about if place else ""),
        Cell(f"{one.id}"),
    )
    return Row(one.id, cells, to("referral", id=one.subject_id) if opens else "")


def chain(now: Standing) -> str:
    """How far the record is sealed, in a sentence."""
    younger = f"{now.younger:,} younger ones wait for their seal" if now.younger else "none waits"
    kept = (
        f" The chain’s head was last kept outside the database on {clock.spoken_day(day(now.anchored_on))}."
        if now.anchored_on
        else ""
    )
    return f"{now.sealed:,} events are sealed in the chain, {younger}.{kept}"


actor = viewer()
head("Audit", "Who did what, and when, at your sites. Nothing here can be changed")
fields = fields_for(actor)
now = chosen(fields)
filters(fields, now)
before = st.query_params.get("before", "")
found = audit.trail(actor, filter_of(now), number(before) or None)
sites = {site.id: site.name for site in directory.sites(actor)}
footer = [("Back to the newest", to("audit", **now))] if before else []
footer += [("Next 50", to("audit", **now, before=found.before))] if found.before else []
may_open = actor.may(Permission.REFERRAL_READ)
columns = [
    Column("When", "when", "line"),
    Column("Who", place="line"),
    Column("What", place="title"),
    Column("About", place="foot"),
    Column("Number", "number", "nowhere"),
]
empty = Empty("Nothing like this happened at your sites.", "Show everything", to("audit"))
table(
    "Audit trail",
    columns,
    [row(one, sites, may_open=may_open) for one in found.entries],
    empty,
    footer=footer,
    note=chain(audit.standing(actor)),
)
