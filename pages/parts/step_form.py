"""What a step wants to know, asked field by field: made from the step's own list, for every step alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from core import clock
from core.access import Actor
from core.directory import Clinician, site_clinicians
from core.referral import Answers, Ask, Direction, Reason, Referral, Step, Urgency, reasons
from pages.parts.fields import Fields
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
    return Answers(**given)


def _reason(form: Form) -> dict[str, Any]:
    known = {reason.code: reason for reason in reasons(form.actor, form.step.name)}
    code = form.fields.choose("reason", "Reason", {code: each.label for code, each in known.items()}, "Choose a reason")
    if code:
        form.fields.warn("reason", _follows(known[code]))
    return {"reason": code or ""}


def _follows(reason: Reason) -> str:
    """What a reason brings with it, before it is chosen for good."""
    follows = [
        (reason.needs_comment, "Please add a word of explanation below."),
        (reason.ends_referral, "This ends the whole referral."),
        (reason.stops_messages, "The patient gets no more messages."),
    ]
    return " ".join(sentence for holds, sentence in follows if holds)


def _comment(form: Form) -> dict[str, Any]:
    label = "Comment" if Ask.COMMENT in form.step.needs else "Comment, if you like"
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
    summary = _summary(form)
    advice = form.ask("recommendations", st.text_area, "Recommendations", height=80)
    names = {person.name: person.name for person in form.clinicians}
    signed = form.fields.choose("signed_by", "Signed by", names, "Clinician’s name", accept_new_options=True)
    one, two = st.columns(2)
    with one:
        value = form.ask("value", st.number_input, "Value in £", value=None, step=10.0, format="%.2f")
    with two:
        recall = form.fields.day("recall_on", "Next recall")
    worth = None if value is None else Decimal(f"{value:.2f}")
    return summary | {"recommendations": advice, "signed_by": signed or "", "value": worth, "recall_on": recall}


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


ASKED: dict[Ask, Callable[[Form], dict[str, Any]]] = {
    Ask.REASON: _reason,
    Ask.COMMENT: _comment,
    Ask.APPOINTMENT: _appointment,
    Ask.SUMMARY: _summary,
    Ask.OUTCOME: _outcome,
    Ask.PROVIDER: _provider,
    Ask.UNTIL: _until,
    Ask.URGENCY: _urgency,
}
