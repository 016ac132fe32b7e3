"""What was asked for, and what became of it: the request, its appointments and reports."""

from html import escape

import streamlit as st

from core import clock, field
from core.referral import Direction, Referral, Report, Visit
from pages.parts.badges import badge
from pages.parts.facts import facts

VISITS = {
    "booked": ("Booked", "blue"),
    "attended": ("Attended", "green"),
    "missed": ("Missed", "amber"),
    "cancelled": ("Cancelled", "grey"),
    "rescheduled": ("Moved", "grey"),
}


def request(r: Referral) -> None:
    """The request as it was written."""
    inbound = r.now.direction is Direction.INBOUND
    facts(
        ("Reason", r.reason),
        ("Referred for", r.specialty),
        ("Request", r.kind.label),
        ("Urgency", r.now.urgency.label),
        ("Teeth", ", ".join(f"{tooth} ({field.palmer(tooth)})" for tooth in r.teeth)),
        ("From", _party(r.from_site or r.referrer or (r.source.label if inbound else r.site), r.referrer_clinician)),
        ("To", _party(r.recipient or r.site, r.recipient_clinician)),
        *r.answers,
        ("Additional needs", r.needs),
        ("Funding", " · ".join(part for part in (r.funding, r.payer) if part)),
        ("Agreed to share", "Yes" if r.may_share else "No"),
        ("Their reference", r.their_reference),
        ("Letter’s date", clock.spoken_day(r.written_on) if r.written_on else ""),
        ("Received", clock.spoken(r.now.received_at, r.zone)),
        ("Typed in", clock.spoken(r.recorded_at, r.zone)),
    )


def visits_and_reports(r: Referral) -> None:
    """Appointments with what became of them, then reports."""
    if not r.visits and not r.reports:
        st.text("No appointment and no report yet. Both will stand here.")
    for report in r.reports:
        _report(r, report)
    if r.visits:
        st.html(f'<ul class="visits">{"".join(_visit(r, visit) for visit in r.visits)}</ul>')


def _party(name: str, clinician: str) -> str:
    return ", ".join(part for part in (clinician, name) if part)


def _visit(r: Referral, visit: Visit) -> str:
    words, tone = VISITS.get(visit.state, (visit.state, "grey"))
    about = " · ".join(part for part in (f"{visit.minutes} min", visit.clinician) if part)
    return (
        f"<li><b>{escape(clock.spoken(visit.starts_at, r.zone))}</b> {badge(words, tone)}"
        f"<small>{escape(about)}</small></li>"
    )


def _report(r: Referral, report: Report) -> None:
    kind = "Report" if report.kind == "final" else "Interim report"
    st.html(f'<h3 class="report">{kind}, {escape(clock.spoken(report.written_at, r.zone))}</h3>')
    facts(
        ("Found and done", report.summary or "Only people who may read clinical notes see this."),
        ("Recommendations", report.recommendations),
        ("Signed by", report.signed_by),
        ("Value", f"£{report.value:,.2f}" if report.value is not None else ""),
        ("Next recall", clock.spoken_day(report.recall_on, clock.now().date()) if report.recall_on else ""),
    )
