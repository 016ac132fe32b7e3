"""What a step wants to know, asked field by field: made from the step's own list, for every step alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from core import clock
from core.access import Actor, Permission
from core.directory import Clinician, site_clinicians
from core.referral import (
    Answers,
    Ask,
    CancelledBy,
    Direction,
    Reason,
    Referral,
    Step,
    Urgency,
    is_record,
    reasons_for,
    reopened_like,
    signers,
)
from pages.parts.begun import Begun
from pages.parts.fields import Fields
from pages.parts.insisted import insisted
from pages.parts.left_tasks import left_tasks
from pages.parts.new_practice import find_practice


@dataclass(frozen=True, slots=True)
class Form:
    """Who answers which step of which referral."""

    actor: Actor
    referral: Referral
    step: Step
    fields: Fields

    def ask(self, name: str, widget: Callable[..., Any], label: str, **how: Any) -> Any:
        """One field."""
        return self.fields.ask(name, widget, label, **how)

    @property
    def clinicians(self) -> list[Clinician]:
        """Who treats at the site; nobody of ours when the patient goes elsewhere."""
        if self.referral.now.direction is Direction.OUTBOUND:
            return []
        return site_clinicians(self.actor, self.referral.now.site_id)


def step_form(actor: Actor, r: Referral, step: Step, fields: Fields) -> Answers:
    """Draw a field for each thing the step needs or offers; what was answered."""
    form = Form(actor, r, step, fields)
    given: dict[str, Any] = {}
    for ask in (*step.needs, *step.offers):
        given |= ASKED[ask](form)
    return Answers(**given, fills=insisted(actor, r, step, fields))


def begun(r: Referral, step: Step) -> Begun:
    """A report to be signed begins with what was prepared for it, a correction with what was sent."""
    if Ask.OUTCOME not in step.asks or not r.reports:
        return {}
    last = next((report for report in r.reports if report.kind != "interim"), None)
    names = ("diagnosis", "findings", "treatment", "recommendations", "value", "recall_on")
    if last is None or (last.kind == "final") is not (step.name == "correct_report"):
        return {}
    known = {name: getattr(last, name) for name in names if getattr(last, name)}
    return known | ({"value": float(last.value)} if last.value is not None else {})


def _reason(form: Form) -> dict[str, Any]:
    known = {reason.code: reason for reason in reasons_for(form.actor, form.referral.now, form.step)}
    code = form.fields.choose("reason", "Reason", {code: each.label for code, each in known.items()}, "Choose a reason")
    if code:
        form.fields.warn("reason", _follows(known[code]))
    ends = code is not None and known[code].ends_referral and Ask.TASKS not in form.step.asks
    return {"reason": code or ""} | (_tasks(form) if ends else {})


def _follows(reason: Reason) -> str:
    """What a reason brings with it, before it is chosen for good."""
    follows = [
        (reason.needs_comment, "Please add a word of explanation below."),
        (reason.ends_referral, "This ends the whole referral."),
        (reason.stops_messages, "The patient gets no more messages."),
    ]
    return " ".join(sentence for holds, sentence in follows if holds)


COMMENTS = {
    "redirect": "Why it suits better",
    "correct_report": "What is different",
    "wait_on": "How long it still takes",
}
"""What a comment is called where a step needs a certain one."""


def _comment(form: Form) -> dict[str, Any]:
    needed = Ask.COMMENT in form.step.needs
    label = COMMENTS.get(form.step.name, "Comment") if needed else "Comment, if you like"
    return {"comment": form.ask("comment", st.text_area, label, height=92)}


def _appointment(form: Form) -> dict[str, Any]:
    zone = ZoneInfo(form.referral.zone)
    today = clock.local(clock.now(), form.referral.zone).date()
    one, two = st.columns(2)
    with one:
        day = form.fields.day("starts_at", "Day", min_value=today - timedelta(days=366))
    with two:
        at = form.ask("time", st.time_input, "Time", value=None, step=timedelta(minutes=5))
    one, two = st.columns(2)
    with one:
        minutes = form.ask("minutes", st.number_input, "Minutes", value=30, step=5, min_value=0)
    with two:
        clinician = _with(form)
    starts_at = datetime.combine(day, at, zone) if day and at else None
    return {"starts_at": starts_at, "minutes": minutes or 0, "clinician_id": clinician}


def _with(form: Form) -> int | None:
    called = {person.id: person.name for person in form.clinicians}
    return form.fields.choose("clinician", "With", called, "Anybody") if called else None


def _summary(form: Form) -> dict[str, Any]:
    label = "What was found and done" + ("" if set(form.step.needs) & {Ask.SUMMARY, Ask.OUTCOME} else ", if known")
    return {"summary": form.ask("summary", st.text_area, label, height=116)}


def _outcome(form: Form) -> dict[str, Any]:
    """Our own report is signed by whoever sends it; of an outside one we note who did."""
    given = {
        "diagnosis": form.ask("diagnosis", st.text_area, "Diagnosis", height=68),
        "findings": form.ask("findings", st.text_area, "Findings, if they matter", height=68),
        "treatment": form.ask("treatment", st.text_area, "What was done", height=92),
        "recommendations": form.ask("recommendations", st.text_area, "Recommendations, if any", height=68),
    }
    one, two = st.columns(2)
    with one:
        value = form.ask("value", st.number_input, "Value in £", value=None, step=10.0, format="%.2f")
    with two:
        given["recall_on"] = form.fields.day("recall_on", "Next recall")
    if is_record(form.step, form.referral.now.direction):
        given["signed_by"] = form.ask("signed_by", st.text_input, "Signed by")
    elif form.step.permission is Permission.REPORT_SIGN:
        st.html(f'<p class="signs">Signed with your name, {escape(form.actor.name)}.</p>')
    return given | {"value": None if value is None else Decimal(f"{value:.2f}")}


def _provider(form: Form) -> dict[str, Any]:
    practice = find_practice(form.actor, form.fields, "provider", "Redirected to")
    return {"provider_id": practice.id if practice else None}


def _until(form: Form) -> dict[str, Any]:
    return {"until_on": form.fields.day("until_on", "Look at it again on")}


def _urgency(form: Form) -> dict[str, Any]:
    now = form.referral.now.urgency
    others = {urgency: urgency.label for urgency in Urgency if urgency is not now}
    urgency = form.fields.choose("urgency", "New urgency", others, f"Now {now.label.lower()}")
    lowered = urgency is not None and urgency.lower_than(now)
    decided = form.ask("decided_by", st.text_input, "Decided by (clinician)") if lowered else ""
    return {"urgency": urgency, "decided_by": decided}


def _whom(form: Form) -> dict[str, Any]:
    by = {who: who.label for who in CancelledBy}
    return {"cancelled_by": form.fields.choose("cancelled_by", "Cancelled by", by, "Who cancelled it")}


def _behalf(form: Form) -> dict[str, Any]:
    """A clinician decides for themselves, and what an outside practice decided is theirs."""
    now = form.referral.now
    if is_record(form.step, now.direction) or form.actor.may(Permission.REPORT_SIGN, at=now.site_id):
        return {}
    called = {person.id: person.name for person in site_clinicians(form.actor, now.site_id)}
    if not called:
        return {}
    return {"on_behalf_id": form.fields.choose("on_behalf", "On behalf of", called, "A clinician, if one decided")}


def _signer(form: Form) -> dict[str, Any]:
    called = {person.id: person.name for person in signers(form.actor, form.referral.now.site_id)}
    return {"signer_id": form.fields.choose("signer", "To be signed by", called, "Any clinician here")}


def _again(form: Form) -> dict[str, Any]:
    """Only asked where there is another one already."""
    if (other := reopened_like(form.actor, form.referral.now)) is None:
        return {}
    again = form.ask("again", st.text_area, "Why a second one is needed", height=68)
    form.fields.warn("again", other.sentence)
    return {"again": again}


def _tasks(form: Form) -> dict[str, Any]:
    return {"close_tasks": left_tasks(form.actor, form.referral.now.id, form.fields)}


ASKED: dict[Ask, Callable[[Form], dict[str, Any]]] = {
    Ask.REASON: _reason,
    Ask.COMMENT: _comment,
    Ask.APPOINTMENT: _appointment,
    Ask.SUMMARY: _summary,
    Ask.OUTCOME: _outcome,
    Ask.PROVIDER: _provider,
    Ask.UNTIL: _until,
    Ask.URGENCY: _urgency,
    Ask.WHOM: _whom,
    Ask.BEHALF: _behalf,
    Ask.SIGNER: _signer,
    Ask.AGAIN: _again,
    Ask.TASKS: _tasks,
}
