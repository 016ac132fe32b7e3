"""How a referral ends early, and what its report says."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from core.demo.course import NOTE, Course
from core.demo.pace import happens
from core.field import palmer
from core.referral import Answers, CancelledBy, Funding

DIED, MISSED = "lose.patient_died", "lose.missed_visits"
REASONS = (DIED, MISSED, "decline.no_capacity")
"""Those that are given by what happened, not by odds."""
BY_CLINIC = {"cancel_appointment.clinician_away", "cancel_appointment.clinic_cancelled"}
FORGOTTEN = "Oral hygiene good. No other findings."
OLD = 75
NHS_RATE = 0.4
"""What the NHS pays for the same work."""


def lost(c: Course) -> bool:
    """Nobody answers, and after some weeks it is closed."""
    c.do(NOTE, c.takes("again"), c.desk(), c.say("ring"))
    died = c.arrival.alone and c.arrival.age >= OLD and happens(c.rng, 30)
    why = c.say("lose", MISSED) if c.missed else c.because("lose")
    c.do("lose", c.pace.give_up * c.rng.uniform(0.5, 1.5), c.desk(), Answers(reason=DIED) if died else why)
    return False


def withdrawn(c: Course) -> bool:
    """The referring side no longer wants it."""
    c.do("ask_cancel", c.takes("book"), c.asker(), c.because("ask_cancel"))
    c.do("confirm_cancel", c.takes("close"), c.desk())
    return False


def refused(c: Course) -> bool:
    """After missed visits the place goes to somebody else."""
    c.decide("decline", c.takes("again"), Answers(reason="decline.no_capacity", comment="Two visits missed."))
    return False


def reported(c: Course) -> None:
    """An outside report is typed in at the desk; our own is signed by a clinician, for whom it may be prepared."""
    told = report(c)
    if c.outbound:
        c.do("report", c.takes("report"), c.site.one_of(c.rng, coordinator=1), told)
        return
    signer = c.signer()
    if happens(c.rng, 35):
        told_whom = replace(told, signer_id=signer.account_id if happens(c.rng, 80) else None)
        c.do("prepare_report", c.takes("report") * 0.7, c.site.one_of(c.rng, coordinator=1), told_whom)
    c.do("report", c.takes("report") * 0.5, signer, told)
    if happens(c.rng, 1.5):
        c.do(
            "correct_report",
            c.rng.uniform(0.1, 1),
            signer,
            replace(told, findings=FORGOTTEN, comment="A finding was missing."),
        )


def cancelled(c: Course) -> Answers:
    """Why a visit is cancelled, and by whom."""
    why = c.because("cancel_appointment")
    return replace(why, cancelled_by=CancelledBy.CLINIC if why.reason in BY_CLINIC else CancelledBy.PATIENT)


def report(c: Course) -> Answers:
    """What was found and done, in the words of the specialty; the value of the work is known for our own."""
    told, discipline, rng = c.wish.ailment, c.wish.discipline, c.rng
    tooth = palmer(c.draft.teeth) if c.draft.teeth else ""
    low, high = discipline.value
    worth = rng.triangular(low, high, low + (high - low) * 0.3) * (NHS_RATE if c.draft.funding is Funding.NHS else 1.0)
    return Answers(
        diagnosis=told.diagnosis.replace("{tooth}", tooth),
        treatment=told.found.replace("{tooth}", tooth),
        recommendations=told.advise.replace("{tooth}", tooth),
        signed_by=c.clinician.name if c.outbound else "",
        value=None if c.outbound else Decimal(round(worth / 5) * 5),
        recall_on=c.at.date() + timedelta(days=rng.choice((91, 182, 365))) if happens(rng, 22) else None,
    )
