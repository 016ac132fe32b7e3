"""Patients: who they are, how to reach them, what they agreed to."""

from core.patient.commands import change, register, set_consent
from core.patient.completing import complete, on_record
from core.patient.importing import Imported, import_patients
from core.patient.model import Channel, Contact, Found, NewPatient, Patient, Reach
from core.patient.queries import find, one, reach
from core.patient.search import found_ids
from core.patient.suggestions import Suggestion, suggest
from core.patient.write import add, give_sounds, known_at, mark_died

__all__ = [
    "Channel",
    "Contact",
    "Found",
    "Imported",
    "NewPatient",
    "Patient",
    "Reach",
    "Suggestion",
    "add",
    "change",
    "complete",
    "find",
    "found_ids",
    "give_sounds",
    "import_patients",
    "known_at",
    "mark_died",
    "on_record",
    "one",
    "reach",
    "register",
    "set_consent",
    "suggest",
]
