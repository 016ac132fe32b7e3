"""Correspondence: what people write themselves to patients and practices, and all that went out and came in."""

from core.correspondence.desk import begun_with, desk
from core.correspondence.exporting import export
from core.correspondence.keeping import SENT, begin, discard, forget_old, keep
from core.correspondence.model import Desk, Enclosable, Offer, Party, Proof, Way, Writing
from core.correspondence.proof import proof
from core.correspondence.sending import send
from core.correspondence.thread import Direction, LogPage, Said, Wanted, of_arrival, of_patient, of_referral
from core.correspondence.whom import place_shown

__all__ = [
    "SENT",
    "Desk",
    "Direction",
    "Enclosable",
    "LogPage",
    "Offer",
    "Party",
    "Proof",
    "Said",
    "Wanted",
    "Way",
    "Writing",
    "begin",
    "begun_with",
    "desk",
    "discard",
    "export",
    "forget_old",
    "keep",
    "of_arrival",
    "of_patient",
    "of_referral",
    "place_shown",
    "proof",
    "send",
]
