"""Documents: what is attached to a referral, an arrival, a draft, a patient or a provider, and its bytes."""

from core.document.commands import (
    add,
    add_all,
    attach,
    copy_to,
    drop_all,
    hand_on,
    kinds_of,
    put_newer,
    remove,
    replace,
    withdraw,
)
from core.document.content import ACCEPTED, FORMS, Form
from core.document.letter import make_letter
from core.document.link import signed
from core.document.model import Document, Holder, Origin, Scan, Upload
from core.document.outcome import make_outcome
from core.document.queries import File, content, followed, link, of, opened
from core.document.store import stands
from core.document.taken import Taken, take_in
from core.document.upkeep import scan_waiting, sweep
from core.paper import Paper

__all__ = [
    "ACCEPTED",
    "FORMS",
    "Document",
    "File",
    "Form",
    "Holder",
    "Origin",
    "Paper",
    "Scan",
    "Taken",
    "Upload",
    "add",
    "add_all",
    "attach",
    "content",
    "copy_to",
    "drop_all",
    "followed",
    "hand_on",
    "kinds_of",
    "link",
    "make_letter",
    "make_outcome",
    "of",
    "opened",
    "put_newer",
    "remove",
    "replace",
    "scan_waiting",
    "signed",
    "stands",
    "sweep",
    "take_in",
    "withdraw",
]
