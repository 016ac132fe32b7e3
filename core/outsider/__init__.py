"""People outside who came by a link: who they are, what they see of their one referral, and what they answer."""

from core.outsider.answering import ADDED, DOCUMENT, NOTE, Form, answer
from core.outsider.choosing import Choices, Chosen, begin_again, choices, choose
from core.outsider.coming import Guest, came
from core.outsider.knowing import Caller, Verdict, called, known, say_born
from core.outsider.seeing import Appointment, Place, Sees, sees
from core.outsider.several import Line, Several, came_back, leave, several
from core.outsider.signing_in import ask_code, enter
from core.outsider.standing import Passed, Said, Stands, reasons_for, stands
from core.outsider.unsubscribing import Asked, asked, resubscribe, unsubscribe
from core.outsider.way import Point
from core.outsider.wishing import WISHES, Wished, wish
from core.outsider.words import DEEDS, Deed

__all__ = [
    "ADDED",
    "DEEDS",
    "DOCUMENT",
    "NOTE",
    "WISHES",
    "Appointment",
    "Asked",
    "Caller",
    "Choices",
    "Chosen",
    "Deed",
    "Form",
    "Guest",
    "Line",
    "Passed",
    "Place",
    "Point",
    "Said",
    "Sees",
    "Several",
    "Stands",
    "Verdict",
    "Wished",
    "answer",
    "ask_code",
    "asked",
    "begin_again",
    "called",
    "came",
    "came_back",
    "choices",
    "choose",
    "enter",
    "known",
    "leave",
    "reasons_for",
    "resubscribe",
    "say_born",
    "sees",
    "several",
    "stands",
    "unsubscribe",
    "wish",
]
