"""Reports by mail: the lists there are, and the dialog that sets one."""

from collections.abc import Sequence
from datetime import time
from html import escape

import streamlit as st

from core import directory, report
from core.access import Actor
from core.report import Draft, Listed, Person, Reach, Rhythm, Way
from core.sla import WEEKDAYS
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.report_chosen import scope_of
from pages.parts.sheet import Sheet
from pages.parts.table import Action, Cell, Column, Empty, Row, table

COLUMNS = [
    Column("List", place="title"),
    Column("About"),
    Column("When"),
    Column("People"),
    Column("State", "badge", "corner"),
]
EMPTY = Empty("Nobody gets reports by mail yet. A list says who gets which one, and when.")
OUTSIDE = "Somebody outside, one a line: name, address"


def lists(actor: Actor) -> Listed | None:
    """Draw them; answers the one to be changed."""
    known = report.lists(actor)
    asked = table("By mail", COLUMNS, [_row(one) for one in known], EMPTY)
    return next((one for one in known if asked and one.id == asked.id), None)


def _row(one: Listed) -> Row:
    draft, kind = one.draft, report.kinds()[one.draft.kind]
    where = ", ".join(part for part in (one.place.practice, one.place.site) if part) or Reach.GROUP.label
    state = Cell("Active", tone="green") if draft.active else Cell("Paused", tone="grey")
    cells = (Cell(kind.label), Cell(where), Cell(draft.when.words), Cell(report.several(len(draft.people))), state)
    return Row(one.id, cells, actions=(Action("Change", "change"),) if one.editable else (), version=one.version)


@st.dialog("Reports by mail", width="large", on_dismiss="rerun")
def change(actor: Actor, now: Listed | None) -> None:
    """A new list, or one as it stands: what it is about is chosen once, the rest can change."""
    fields = Fields(Sheet(f"list-{now.id}-{now.version}" if now else "list-new"))
    begun = now.draft if now else _begun(actor, fields)
    if begun is None:
        return
    if now:
        st.html(f"<p><b>{escape(report.in_words(now.draft, now.place))}</b></p>")
    draft = _asked(actor, fields, begun)
    if st.button("Save", type="primary", width="stretch", key=fields.sheet.key("save")):
        given = (now.id, now.version) if now else (None, 0)
        done = do(report.set_list, actor, draft, *given, said="The list is kept.")
        fields.refuse(done.fields)
    if now and st.button("Remove the list", icon=":material/delete:", key=fields.sheet.key("drop")):
        do(report.drop_list, actor, now.id, now.version, said="Nobody gets this report by mail any more.")


def _begun(actor: Actor, fields: Fields) -> Draft | None:
    """What a new list is about."""
    kinds = {
        code: kind.label for code, kind in report.kinds().items() if actor.every_site or kind.reach is not Reach.GROUP
    }
    code = fields.choose("kind", "Report", kinds, "Choose a report")
    if code is None:
        return None
    reach, site_id, provider_id = report.kinds()[code].reach, None, 0
    if reach is not Reach.GROUP:
        sites = {site.id: site.name for site in directory.sites(actor)}
        only = next(iter(sites)) if len(sites) == 1 else None
        site_id = only or fields.choose("site", "Site", sites, "Choose the site", of=code)
    if reach is Reach.PRACTICE and site_id:
        named = report.practices(actor, site_id)
        provider_id = fields.choose("provider", "Practice", named, "Choose the practice", of=site_id) or 0
    scope = scope_of(reach, site_id, provider_id)
    return None if scope is None else Draft(code, scope, ())


def _asked(actor: Actor, fields: Fields, begun: Draft) -> Draft:
    weekly = report.kinds()[begun.kind].rhythm is Rhythm.WEEK
    of = f"{begun.kind}-{begun.scope.spelt}"
    weekday = begun.weekday
    with st.container(horizontal=True):
        if weekly:
            days = dict(enumerate(WEEKDAYS))
            weekday = fields.ask(
                "weekday", st.selectbox, "Weekday", options=list(days), format_func=days.get, index=weekday
            )
        else:
            st.text("On the first working day of each month")
        start = time(*divmod(begun.minute, 60))
        at = fields.ask("hour", st.time_input, "From", value=start, step=900) or start
        active = fields.ask("active", st.toggle, "Active", value=begun.active)
    fields.place("people")
    people = (*_colleagues(actor, fields, begun, of), *_outside(fields, begun, of))
    return Draft(begun.kind, begun.scope, people, weekday, at.hour * 60 + at.minute, active)


def _colleagues(actor: Actor, fields: Fields, begun: Draft, of: str) -> list[Person]:
    """By the way they want it."""
    known = {one.id: f"{one.name}, {one.role.label.lower()}" for one in report.readers(actor, begun.kind, begun.scope)}
    found = []
    for way, label in ((Way.ATTACHMENT, "Colleagues who get it attached"), (Way.LINK, "Colleagues who get a link")):
        there = [one.account_id for one in begun.people if one.way is way and one.account_id in known]
        how = {"options": list(known), "format_func": lambda one: known.get(one, ""), "default": there}
        chosen = fields.ask(f"colleagues-{way}", st.multiselect, label, of=of, placeholder="Nobody", **how)
        found += [Person(way, one) for one in chosen if one not in {each.account_id for each in found}]
    return found


def _outside(fields: Fields, begun: Draft, of: str) -> list[Person]:
    found = []
    for way, label in ((Way.ATTACHMENT, "attached"), (Way.LINK, "a link that is good for a month")):
        there = _lines([one for one in begun.people if one.way is way and not one.account_id])
        how = {"value": there, "height": 80, "placeholder": "Pat Rowe, pat@example.com"}
        typed = fields.ask(f"outside-{way}", st.text_area, f"{OUTSIDE} ({label})", of=of, **how)
        found += [_person(way, line) for line in (typed or "").splitlines() if line.strip()]
    return found


def _lines(people: Sequence[Person]) -> str:
    return "\n".join(f"{one.name}, {one.address}" for one in people)


def _person(way: Way, line: str) -> Person:
    name, _, address = line.rpartition(",")
    return Person(way, None, name.strip(), address.strip())
