"""One patient: who they are, what they agreed to, their referrals, what happened, and what was merged into them."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from core import audit, clock, document, field, patient, referral, task
from core.access import Actor, Permission
from core.channel import Channel
from core.language import language
from core.patient import Double, Patient
from core.settings import settings
from pages.parts.agreed import may_be_contacted
from pages.parts.documents import Desk, are_asked_for, documents
from pages.parts.facts import facts
from pages.parts.flash import do, leave
from pages.parts.head import head
from pages.parts.letters import are_looked_for
from pages.parts.links import to
from pages.parts.patient_form import choose_other, edit
from pages.parts.patient_list import day
from pages.parts.patient_log import log
from pages.parts.patient_past import looked, merged, referrals
from pages.parts.patient_ways import written_to_by
from pages.parts.suggested import in_words, known_by
from pages.parts.task_aside import tasks_beside
from pages.parts.task_form import Place
from pages.parts.timeline import timeline as story

CSS = Path(__file__).with_name("patients.css")
LAYOUT = Path(__file__).with_name("referral.css")
"""The two sides of a page, as one referral has them."""


def card(actor: Actor, patient_id: int) -> None:
    """The whole page of one patient; an old link to a merged record leads to the one that stays."""
    found = do(patient.one, actor, patient_id, quiet=True)
    if found.result is None:
        if kept := patient.merged_into(actor, patient_id):
            leave("patients.py", f"That record was merged: this is {kept.name} now", id=kept.id)
        head("Patient", found.refused)
        return
    one = found.result
    changes = actor.may(Permission.PATIENT_EDIT)
    if head(one.name, _caption(one), "Edit details" if changes else "", ":material/edit:"):
        edit(actor, one)
    st.html(CSS)
    st.html(LAYOUT)
    side, main = st.container(key="sides").columns([1, 2], gap="large")
    with side:
        _perhaps(actor, one)
        _details(one)
        may_be_contacted(actor, one, changes)
        written_to_by(actor, one, changes)
        if actor.may(Permission.TASK_DO):
            place = Place("patients", {"id": one.id}, "patient", one.id, called=one.name)
            tasks_beside(actor, task.of_patient(actor, one.id), place)
        if actor.may(Permission.PATIENT_MERGE):
            with st.container(key="other-steps"):
                if st.button("Merge with another record", icon=":material/merge:", type="tertiary", key="merge-other"):
                    choose_other(one)
    with main:
        _tabs(actor, one)


def _caption(one: Patient) -> str:
    age = one.age(clock.now().date())
    born = f"Born {day(one.born_on)}" if one.born_on else "Date of birth not known"
    years = f"died {day(one.died_on)}" if one.died_on else f"{age} years old" if age is not None else ""
    number = f"NHS {field.nhs_shown(one.nhs_number)}" if one.nhs_number else ""
    return " · ".join(part for part in (born, years, number, ", ".join(one.sites)) if part)


def _perhaps(actor: Actor, one: Patient) -> None:
    """Who may be the same person, for those who can look and decide."""
    pairs = patient.doubles_of(actor, one.id) if actor.may(Permission.PATIENT_MERGE) else []
    if pairs:
        st.html(f'<div class="perhaps-same">{"".join(_pair(one, each) for each in pairs)}</div>')


def _pair(one: Patient, pair: Double) -> str:
    other = pair.other if pair.one.id == one.id else pair.one
    there = to("patients", id=one.id, **{"with": other.id})
    return (
        f"<h2>Perhaps the same as {escape(other.name)}</h2><p><span>{escape(known_by(other))}</span></p>"
        f'<p>{escape(in_words(pair.reasons))}</p><p><a data-go href="{escape(there)}">Compare the two</a></p>'
    )


def _details(one: Patient) -> None:
    st.html('<h2 class="box">Details</h2>')
    numbers = [field.phone_shown(each.address) for each in one.contacts if each.channel is Channel.PHONE]
    mails = [each.address for each in one.contacts if each.channel is Channel.EMAIL]
    facts(
        ("Title", one.title),
        ("Sex", one.sex.capitalize()),
        ("Written to in", language(one.language).name if one.language else ""),
        ("Time zone", one.time_zone.replace("_", " ")),
        ("Telephone", "\n".join(numbers)),
        ("E-mail", "\n".join(mails)),
        ("Address", "\n".join(part for part in (one.address, one.town, one.postcode) if part)),
    )


def _tabs(actor: Actor, one: Patient) -> None:
    """Their referrals first; the tabs that some people have nothing in are theirs who have."""
    theirs = referral.of_patient(actor, one.id)
    holder = document.Holder(patient_id=one.id)
    papers = document.of(actor, holder, withdrawn=True)
    past = patient.merges(actor, one.id)
    zone = settings().time_zone.key
    titles = [f"Referrals {len(theirs) or ''}", "Timeline", f"Documents {len(papers) or ''}", "Messages"]
    titles += [f"Merges {len(past)}"] if past else []
    titles += ["Who looked"] if actor.may(Permission.AUDIT_READ) else []
    begins = titles[2] if are_asked_for() else titles[3] if are_looked_for() else None
    first, told, kept, said, *rest = st.tabs(titles, key="tabs", default=begins)
    with first:
        referrals(theirs)
    with told:
        story(audit.timeline(actor, "patient", one.id), zone)
    with kept:
        documents(Desk(actor, holder, zone, "patients", {"id": one.id}), papers)
    with said:
        log(actor, one, theirs)
    if past:
        with rest.pop(0):
            merged(actor, one, past, zone)
    for tab in rest:
        with tab:
            looked(_reads(actor, one.id), zone)


def _reads(actor: Actor, patient_id: int) -> Sequence[audit.Read]:
    return audit.patient_reads(actor, patient_id, limit=50)
