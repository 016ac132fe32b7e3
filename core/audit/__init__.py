"""Everything that happened, in order, for ever."""

from core.audit.kinds import Kind
from core.audit.latest import News, latest
from core.audit.queries import Filter, Page, Read, patient_reads, timeline, trail
from core.audit.reads import note_read
from core.audit.record import About, Told, record, record_all
from core.audit.standing import Standing, standing
from core.audit.told import Entry
from core.audit.verdict import Verdict, verify

__all__ = [
    "About",
    "Entry",
    "Filter",
    "Kind",
    "News",
    "Page",
    "Read",
    "Standing",
    "Told",
    "Verdict",
    "latest",
    "note_read",
    "patient_reads",
    "record",
    "record_all",
    "standing",
    "timeline",
    "trail",
    "verify",
]
