"""Reports: what a month or a week was, on paper, by mail and kept."""

from core.report.building import build, preview
from core.report.distribution import (
    Draft,
    Listed,
    Person,
    Reader,
    Way,
    drop_list,
    in_words,
    lists,
    readers,
    set_list,
    several,
)
from core.report.files import FORMS
from core.report.kinds import ReportKind, kinds
from core.report.link import File, followed, withdraw
from core.report.period import Rhythm, When, latest, spoken
from core.report.queries import PAGE, Edition, Went, editions, file, found, one, practices, shown
from core.report.scope import Place, Reach, Scope
from core.report.sending import Sent, send_due

__all__ = [
    "FORMS",
    "PAGE",
    "Draft",
    "Edition",
    "File",
    "Listed",
    "Person",
    "Place",
    "Reach",
    "Reader",
    "ReportKind",
    "Rhythm",
    "Scope",
    "Sent",
    "Way",
    "Went",
    "When",
    "build",
    "drop_list",
    "editions",
    "file",
    "followed",
    "found",
    "in_words",
    "kinds",
    "latest",
    "lists",
    "one",
    "practices",
    "preview",
    "readers",
    "send_due",
    "set_list",
    "several",
    "shown",
    "spoken",
    "withdraw",
]
