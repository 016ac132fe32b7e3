"""The dialogs about a task: a new one, and one put differently, without overwriting anybody."""

from dataclasses import dataclass, field
from html import escape
from typing import Any

import streamlit as st

from core import directory, referral, task
from core.access import Actor
from core.task import NewTask, Task, Terms
from pages.parts.fields import Fields
from pages.parts.finder import PATIENT
from pages.parts.flash import do, leave, redraw
from pages.parts.overtaken import both
from pages.parts.plain import plain
from pages.parts.sheet import Sheet
from pages.parts.task_fields import begun, terms, title
from pages.parts.viewer import viewer


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is, and goes on when something is done: a page and its query; what a new task there is about, how that
    is called, and what the task is called to begin with."""

    page: str
    query: dict[str, Any] = field(default_factory=dict)
    subject: str = ""
    subject_id: int | None = None
    site_id: int | None = None
    called: str = ""
    title: str = ""

    def leave(self, said: str) -> None:
        """Open it afresh, and tell there what was done."""
        leave(f"{self.page}.py", said, **self.query)


@st.dialog("New task", width="medium", on_dismiss="rerun")
def new_task(place: Place) -> None:
    """About what somebody looks at, or about whatever they choose here."""
    actor, sheet = viewer(), Sheet(f"new-task-{place.subject}-{place.subject_id}{place.title}")
    fields = Fields(sheet, {"title": place.title} if place.title else None)
    if place.called:
        st.html(f'<p class="about-task">{escape(place.called)}</p>')
    what = title(fields)
    about = {"subject": place.subject, "subject_id": place.subject_id} if place.subject else _subject(actor, fields)
    site_id = place.site_id or _site(actor, fields)
    given = terms(actor, fields, site_id, mine=True)
    if st.button("Add task", type="primary", icon=":material/add_task:", width="stretch", key=sheet.key("add")):
        added = do(task.add, actor, NewTask(title=what, **given, **about, site_id=site_id))
        if added:
            sheet.done()
            place.leave("Task added")
        fields.refuse(added.fields)


@st.dialog("Change the task", width="medium", on_dismiss="rerun")
def change_task(one: Task, place: Place) -> None:
    """The form begins with what stands; when somebody else was faster, both are shown and neither is lost."""
    actor, sheet = viewer(), Sheet(f"task-{one.id}")
    if sheet.noted("one") is None or (sheet.noted("opened") != one.version):
        _begin(sheet, one, one.version, begun(one), {})
    fields = Fields(sheet, sheet.noted("with"))
    if sheet.noted("meanwhile"):
        st.warning("Somebody else changed this task meanwhile. Nothing of yours was lost: look, and save again.")
    what = title(fields)
    given = terms(actor, fields, one.site_id, mine=False)
    for name, sentence in sheet.noted("meanwhile").items():
        fields.remark(name, sentence, odd=True)
    if not st.button("Save", type="primary", width="stretch", key=sheet.key("save")):
        return
    known: Task = sheet.noted("one")
    saved = do(task.edit, actor, one.id, known.version, Terms(title=what, **given), quiet=True)
    if saved:
        sheet.done()
        place.leave("Task changed")
    now = task.one(actor, one.id)
    if now and now.version != known.version and now.state == "open":
        first, said = both(begun(known), begun(now), fields.said, str)
        if "owner" in said:
            said["owner"] = f"Somebody gave it to {now.owner or 'whoever is there'} meanwhile."
        sheet.done()
        _begin(Sheet(sheet.form), now, one.version, first, said)
        redraw()
    fields.refuse(saved.fields or {"": saved.refused})


def _begin(sheet: Sheet, one: Task, opened: int, first: dict[str, Any], meanwhile: dict[str, str]) -> None:
    """What this form is about, as it stood when it was opened, what it begins with, and what is said beside it."""
    owner = (one.owner_id, plain(one.owner)) if one.owner_id else None
    noted = {"one": one, "opened": opened, "with": first, "meanwhile": meanwhile, "owner-name": owner}
    for name, value in noted.items():
        sheet.note(name, value)


def _subject(actor: Actor, fields: Fields) -> dict[str, Any]:
    """A patient, and one of their referrals; or nobody, and then it is about the site alone."""
    patient = fields.find("subject", "About a patient, if it is about one", PATIENT)
    if patient is None or patient.id is None:
        return {"subject": "site"}
    theirs = {
        each.id: f"{each.reference} · {each.specialty} · {each.stage_label}"
        for each in referral.of_patient(actor, patient.id)
        if each.closed_at is None
    }
    chosen = fields.choose("referral", "And a referral of theirs", theirs, "None in particular") if theirs else None
    return {"subject": "referral", "subject_id": chosen} if chosen else {"subject": "patient", "subject_id": patient.id}


def _site(actor: Actor, fields: Fields) -> int | None:
    """The only one, or the one that is chosen."""
    sites = {site.id: plain(site.name) for site in directory.sites(actor)}
    if len(sites) == 1:
        return next(iter(sites))
    return fields.choose("site", "Site", sites, "Which site is to do it")  # type: ignore[no-any-return]
