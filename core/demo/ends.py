"""How a referral ends early, and what its report says."""

from datetime import timedelta
from decimal import Decimal

from core.demo.course import NOTE, Course
from core.demo.pace import happens
from core.field import palmer
from core.referral import Answers, Funding

DIED = "lose.patient_died"
OLD = 75
NHS_RATE = 0.4
"""What the NHS pays for the same work."""


def lost(c: Course) -> bool:
    """Nobody answers, and after some weeks it is closed."""
    c.do(NOTE, c.takes("again"), c.desk(), c.say("ring"))
    died = c.arrival.alone and c.arrival.age >= OLD and happens(c.rng, 30)
    why = Answers(reason=DIED) if died else c.because("lose")
    c.do("lose", c.pace.give_up * c.rng.uniform(0.5, 1.5), c.desk(), why)
    return False


def withdrawn(c: Course) -> bool:
    """The referring side no longer wants it."""
    c.do("ask_cancel", c.takes("book"), c.asker(), c.because("ask_cancel"))
    c.do("confirm_cancel", c.takes("close"), c.desk())
    return False


def refused(c: Course) -> bool:
    """After missed visits the place goes to somebody else."""
    c.do("decline", c.takes("again"), c.decider(), Answers(reason="decline.no_capacity", comment="Two visits missed."))
    return False


def report(c: Course) -> Answers:
    """What was found and done, in the words of the specialty; the value of the work is known for our own."""
    told, discipline, rng = c.wish.ailment, c.wish.discipline, c.rng
    tooth = palmer(c.draft.teeth) if c.draft.teeth else ""
    low, high = discipline.value
    worth = rng.triangular(low, high, low + (high - low) * 0.3) * (NHS_RATE if c.draft.funding is Funding.NHS else 1.0)
    return Answers(
        summary=told.found.replace("{tooth}", tooth),
        recommendations=told.advise.replace("{tooth}", tooth),
        signed_by=c.clinician.name,
        value=None if c.outbound else Decimal(round(worth / 5) * 5),
        recall_on=c.at.date() + timedelta(days=rng.choice((91, 182, 365))) if happens(rng, 22) else None,
    )
