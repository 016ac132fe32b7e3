"""What of a deadline cannot be, with a sentence for each field that is missing or wrong."""

from core.directory import Specialty
from core.directory.terms import Urgency
from core.errors import Lacking
from core.sla.policy import DIRECTIONS, Policy
from core.sla.what import Unit, Warn, What

MOST = {Unit.DAYS: 250, Unit.HOURS: 2_000}
"""A year of open time: what is put off further is forgotten."""
CHOICES = {
    "what": ({*What}, "Choose what is due."),
    "direction": ({"", *DIRECTIONS}, "Choose a direction, or any."),
    "urgency": ({"", *Urgency}, "Choose an urgency, or any."),
    "specialty": ({"", *Specialty}, "Choose a specialty, or any."),
}


def check(new: Policy) -> None:
    """Refuse what cannot be; whether its site and its practice exist is asked of the database."""
    wrong = {name: said for name, (known, said) in CHOICES.items() if getattr(new.scope, name) not in known}
    if new.scope.provider_id and new.scope.direction == "internal":
        wrong["provider"] = "A referral between our own sites has no practice outside."
    least = 0 if new.unit is Unit.DAYS else 1
    if not least <= new.amount <= MOST[new.unit]:
        wrong["amount"] = f"Choose between {least} and {MOST[new.unit]:,} {new.unit.label}."
    elif sentence := _warning(new):
        wrong["warn"] = sentence
    if wrong:
        raise Lacking(wrong)


def _warning(new: Policy) -> str:
    """A warning that comes too early is none."""
    if new.warn_unit is Warn.PERCENT:
        return "" if 1 <= new.warn_amount <= 99 else "Choose between 1 and 99 per cent."
    if new.unit is Unit.HOURS and new.warn_unit is Warn.DAYS:
        return "What takes hours is warned of in hours, or after a part of its time."
    if not 1 <= new.warn_amount <= MOST[Unit(new.warn_unit.value)]:
        return "Warn at least 1 before, and not more than a year."
    if new.unit.value == new.warn_unit.value and new.warn_amount >= new.amount:
        return f"It would be at risk from the beginning: warn less than {new.time} before."
    return ""
