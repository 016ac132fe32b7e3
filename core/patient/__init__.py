"""Patients: who they are, how to reach them, what they agreed to, and which records are of one person."""

from core.patient.blend import Compared
from core.patient.commands import change, prefer, register
from core.patient.completing import complete, on_record
from core.patient.doubles import Double, dismiss, doubles, doubles_of, doubles_open, look_for_doubles
from core.patient.importing import Imported, import_patients
from core.patient.listing import Listed, Patients, patients
from core.patient.merge import Clash, Preview, merge, preview
from core.patient.model import Contact, Found, NewPatient, Patient, Reach, full_years
from core.patient.queries import find, merged_into, one, reach
from core.patient.search import found_ids
from core.patient.strays import fetch_strays
from core.patient.suggestions import Suggestion, suggest
from core.patient.unmerge import Merge, merges, unmerge
from core.patient.write import add, give_sounds, known_at, mark_died

__all__ = [
    "Clash",
    "Compared",
    "Contact",
    "Double",
    "Found",
    "Imported",
    "Listed",
    "Merge",
    "NewPatient",
    "Patient",
    "Patients",
    "Preview",
    "Reach",
    "Suggestion",
    "add",
    "change",
    "complete",
    "dismiss",
    "doubles",
    "doubles_of",
    "doubles_open",
    "fetch_strays",
    "find",
    "found_ids",
    "full_years",
    "give_sounds",
    "import_patients",
    "known_at",
    "look_for_doubles",
    "mark_died",
    "merge",
    "merged_into",
    "merges",
    "on_record",
    "one",
    "patients",
    "prefer",
    "preview",
    "reach",
    "register",
    "suggest",
    "unmerge",
]
