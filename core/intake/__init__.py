"""Intake: what arrives and is not yet a referral, beside its original, until somebody decides."""

from core.intake.arriving import Letter
from core.intake.commands import accept, answered, ask, assign, let_through, reject, take_answer, take_in_letter
from core.intake.importing import Imported, import_letters
from core.intake.model import PRESSING, Agreed, Arrival, Arriving, CameBy, File, Held, Received, Row, State, name_of
from core.intake.queries import SHOWN, Waiting, Wanted, counts, inbox, one, waiting
from core.intake.reading import Found
from core.intake.receive import receive

__all__ = [
    "PRESSING",
    "SHOWN",
    "Agreed",
    "Arrival",
    "Arriving",
    "CameBy",
    "File",
    "Found",
    "Held",
    "Imported",
    "Letter",
    "Received",
    "Row",
    "State",
    "Waiting",
    "Wanted",
    "accept",
    "answered",
    "ask",
    "assign",
    "counts",
    "import_letters",
    "inbox",
    "let_through",
    "name_of",
    "one",
    "receive",
    "reject",
    "take_answer",
    "take_in_letter",
    "waiting",
]
