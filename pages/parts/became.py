"""What became of a referral: its visits with their history, and what was reported of them, as one reads it."""

from html import escape

import streamlit as st

from core import clock
from core.referral import Referral, Report, Visit
from core.sla import age_words
from pages.parts.badges import badge
from pages.parts.facts import facts

STATES = {
    "booked": ("Booked", "blue"),
    "attended": ("Attended", "green"),
    "missed": ("Missed", "amber"),
    "cancelled": ("Cancelled", "grey"),
    "rescheduled": ("Moved", "grey"),
}
KINDS = {"final": "Report", "prepared": "Prepared, waits for its signature", "interim": "Interim note"}
HIDDEN = "Only people who may read clinical notes see what it says."


def visits_and_reports(r: Referral) -> None:
    """Visits first: the one that is booked, then those that were; below them what was reported."""
    if not r.visits and not r.reports:
        st.text("No visit and no report yet. Both will stand here.")
    if r.visits:
        st.html(f'<ul class="visits">{"".join(_visit(r, visit) for visit in r.visits)}</ul>')
    finals = [report for report in r.reports if report.kind == "final"]
    for report in _shown(r):
        _report(r, report, outdated=report in finals[1:])


def _shown(r: Referral) -> list[Report]:
    """A report that was signed since has taken the place of what was prepared."""
    signed = max((report.id for report in r.reports if report.kind == "final"), default=0)
    return [report for report in r.reports if report.kind != "prepared" or report.id > signed]


def _visit(r: Referral, visit: Visit) -> str:
    words, tone = STATES.get(visit.state, (visit.state, "grey"))
    about = [f"{visit.minutes} min", visit.clinician, _moves(visit), *_why(visit)]
    return (
        f"<li><b>{escape(clock.spoken(visit.starts_at, r.zone))}</b> {badge(words, tone)}"
        f"<small>{escape(' · '.join(part for part in about if part))}</small></li>"
    )


def _moves(visit: Visit) -> str:
    times = {0: "", 1: "moved once", 2: "moved twice"}
    return times.get(visit.moves, f"moved {visit.moves} times")


def _why(visit: Visit) -> list[str]:
    """Who cancelled it and how long before, and the reason."""
    by = f"by {visit.canceller.lower()}" if visit.canceller else ""
    late = ""
    if visit.late_notice and visit.ended_at:
        late = f"only {age_words(visit.starts_at - visit.ended_at)} before"
    return [by, late, visit.reason]


def _report(r: Referral, report: Report, *, outdated: bool) -> None:
    kind = "Replaced report" if outdated else KINDS[report.kind]
    st.html(f'<h3 class="report">{kind}, {escape(clock.spoken(report.written_at, r.zone))}</h3>')
    facts(
        ("What it says", "" if report.readable else HIDDEN),
        ("Found and done", report.summary),
        ("Diagnosis", report.diagnosis),
        ("Findings", report.findings),
        ("What was done", report.treatment),
        ("Recommendations", report.recommendations),
        ("Next recall", clock.spoken_day(report.recall_on, clock.now().date()) if report.recall_on else ""),
        ("Value", f"£{report.value:,.2f}" if report.value is not None else ""),
        ("Signed by", report.signed_by),
        ("Written by", report.written_by if report.written_by != report.signed_by else ""),
    )
