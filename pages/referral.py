"""One referral: who and what, where it stands, what comes next, and everything that happened."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import correspondence, document, patient, referral, task
from core.access import Actor
from core.audit import Entry, timeline
from core.correspondence import Said
from core.referral import Referral
from pages.parts.alert_box import alert_box
from pages.parts.aside import contact
from pages.parts.became import visits_and_reports
from pages.parts.calendar_file import calendar_file
from pages.parts.documents import Desk, are_asked_for, documents, makes
from pages.parts.fields import Fields
from pages.parts.flash import do, leave
from pages.parts.head import head
from pages.parts.hero import Given, Picked, hero
from pages.parts.journey import journey
from pages.parts.left_tasks import stay_open
from pages.parts.letters import are_looked_for, letters, unread
from pages.parts.link_box import link_box
from pages.parts.links import number
from pages.parts.marks import Marked, marks
from pages.parts.next_step import Asked, Seen, next_step, seen
from pages.parts.path import path
from pages.parts.request import request
from pages.parts.request_form import request_form, stands
from pages.parts.rule_why import rule_why
from pages.parts.second_person import second_person
from pages.parts.sheet import Sheet
from pages.parts.story import story
from pages.parts.task_aside import tasks_beside
from pages.parts.task_form import Place
from pages.parts.timeline import timeline as told_since
from pages.parts.viewer import viewer


def page(actor: Actor) -> None:
    """Ask and draw; what somebody asks for is done, or refused, right where they asked."""
    found = do(referral.one, actor, number(st.query_params.get("id", "")), quiet=True)
    if found.result is None:
        head("Referral", found.refused)
    else:
        _page(actor, found.result)


def _page(actor: Actor, r: Referral) -> None:
    entries = timeline(actor, "referral", r.now.id)
    sheet = Sheet(f"referral-{r.now.id}")
    before = sheet.noted("seen") or seen(r, entries)
    sheet.note("seen", seen(r, entries))
    given = hero(actor, r, sheet)
    if isinstance(given, Picked):
        _pick(actor, r, before, sheet, given)
    elif given:
        _give(actor, r, before, sheet, given)
    if marked := marks(actor, r, sheet):
        _mark(actor, r, sheet, marked)
    path(r, entries)
    side, main = st.container(key="sides").columns([1, 2], gap="large")
    with side:
        alert_box(actor, r.now.id)
        with st.container(key="next-step"):
            refusal = st.container()
            second_person(actor, r)
            asked = next_step(actor, r, entries, sheet, before)
            if isinstance(asked, Asked):
                _take(actor, r, asked, refusal)
            elif asked:
                _add(actor, r, asked.sheet, asked.text)
        _tasks(actor, r)
        contact(patient.one(actor, r.now.patient_id))
        link_box(actor, r)
        journey(actor, r, entries)
    with main:
        _tabs(actor, r, entries)


def _tabs(actor: Actor, r: Referral, entries: Sequence[Entry]) -> None:
    """The story first, with room to add to it."""
    said = correspondence.of_referral(actor, r.now.id)
    lines = [one.line for one in said if one.line]
    several = len(r.visits) + len(r.reports)
    holder = document.Holder(referral_id=r.now.id)
    papers = document.of(actor, holder, withdrawn=True)
    standing = sum(each.withdrawn_at is None for each in papers)
    titles = [f"Visits & reports {several or ''}", f"Documents {standing or ''}", _messages(said)]
    first = titles[1] if are_asked_for() else "Request" if st.query_params.get("edit") else None
    first = titles[2] if are_looked_for() else first
    told, asked, seen_there, kept, sent = st.tabs(["Timeline", "Request", *titles], key="tabs", default=first)
    with told:
        _note(actor, r)
        story(r, entries, lines)
        rule_why(actor, r)
    with asked:
        _request(actor, r)
    with seen_there:
        visits_and_reports(r)
        if r.now.visit == "booked" and (visit := referral.booked(actor, r.now.id)):
            calendar_file("Add the visit to my calendar", [visit])
    with kept:
        documents(Desk(actor, holder, r.zone, "referral", {"id": r.now.id}), papers, makes(actor, r))
    with sent:
        letters(actor, r, said)


def _messages(said: Sequence[Said]) -> str:
    waits = unread(said)
    return f"Messages {len(said) or ''}{f', {waits} unread' if waits else ''}"


def _request(actor: Actor, r: Referral) -> None:
    """As it stands, or the form to put it differently; which of them stands in the address."""
    if st.query_params.get("edit") != "yes" or not r.editable:
        request(r)
        if r.editable and st.button("Edit", icon=":material/edit:", key=f"edit-{r.now.id}"):
            leave("referral.py", "", id=r.now.id, edit="yes")
        return
    sheet = Sheet(f"request-{r.now.id}-{r.now.version}")
    fields = Fields(sheet, stands(r))
    new = request_form(actor, r, fields)
    with st.container(horizontal=True, key="step-foot"):
        save = st.button("Save changes", type="primary", key=sheet.key("save"))
        back = st.button("Back", key=sheet.key("back"))
    if save:
        changed = do(referral.change, actor, r.now.id, r.now.version, new)
        if changed:
            _again(actor, r, sheet)
        fields.refuse(changed.fields)
    if back:
        sheet.done()
        leave("referral.py", "", id=r.now.id)


def _note(actor: Actor, r: Referral) -> None:
    fields = Fields(Sheet(f"note-{r.now.id}"))
    with st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap="small", key="add-note"):
        with st.container():
            text = fields.ask(
                "note",
                st.text_area,
                "Note",
                label_visibility="collapsed",
                height=68,
                placeholder="Add a note for your colleagues; @ and a name tells one of them",
            )
        add = st.button("Add note", key=fields.sheet.key("add"))
    if add:
        fields.refuse(_add(actor, r, fields.sheet, text))


def _add(actor: Actor, r: Referral, sheet: Sheet, text: str) -> dict[str, str]:
    noted = do(referral.note, actor, r.now.id, text)
    if noted:
        told = " and ".join(noted.result or [])
        _again(actor, r, sheet, f"Note added; {told} will see it under Today" if told else "Note added")
    return noted.fields


def _take(actor: Actor, r: Referral, asked: Asked, refusal: DeltaGenerator) -> None:
    """A refusal stands above the buttons with what happened meanwhile, what a field lacks under the field."""
    with refusal:
        took = do(referral.take_step, actor, r.now.id, asked.seen.version, asked.step.name, asked.given)
        if took:
            _again(actor, r, asked.sheet, left=took.result or 0)
        since = [entry for entry in timeline(actor, "referral", r.now.id) if entry.id > asked.seen.newest]
        if since and asked.fields:
            leave("referral.py", "", id=r.now.id, step=asked.step.name)
        if since:
            told_since(since, r.zone, key="since", flow=r.flow)
    if asked.fields:
        asked.fields.refuse(took.fields)


def _give(actor: Actor, r: Referral, before: Seen, sheet: Sheet, given: Given) -> None:
    if do(referral.assign, actor, r.now.id, before.version, given.owner_id):
        _again(actor, r, sheet)


def _tasks(actor: Actor, r: Referral) -> None:
    """A new one is for the site that works on it, or for one's own where that is another."""
    here = r.now.site_id if actor.works_at(r.now.site_id) else r.now.from_site_id
    called = f"{r.patient_name} · {r.specialty} · {r.now.reference}"
    place = Place("referral", {"id": r.now.id}, "referral", r.now.id, here, called)
    tasks_beside(actor, task.of(actor, "referral", r.now.id), place)


def _mark(actor: Actor, r: Referral, sheet: Sheet, marked: Marked) -> None:
    """A tag, or else the flag."""
    tagged = partial(referral.set_tag, name=marked.tag, on=marked.on) if marked.tag else referral.lower_flag
    if do(tagged, actor, r.now.id):
        _again(actor, r, sheet)


def _pick(actor: Actor, r: Referral, before: Seen, sheet: Sheet, picked: Picked) -> None:
    if do(referral.set_sub_status, actor, r.now.id, before.version, picked.status_id):
        _again(actor, r, sheet)


def _again(actor: Actor, r: Referral, sheet: Sheet, said: str = "", left: int = 0) -> None:
    """The page afresh, with what was done told, or else the newest thing on the timeline and what it left open."""
    sheet.done()
    Sheet(f"referral-{r.now.id}").done()
    told = (said or timeline(actor, "referral", r.now.id, limit=1)[0].sentence, stay_open(left))
    leave("referral.py", ". ".join(part for part in told if part), id=r.now.id)


page(viewer())
