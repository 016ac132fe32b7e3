"""Messages: what leaves the house, to whom, and what became of it."""

from core.message.answering import answered
from core.message.claim import Claimed, claim
from core.message.commands import confirm_arrived, send_again
from core.message.daily import Daily
from core.message.enclosed import file_name
from core.message.letter import ATTACHED, Letter, printable
from core.message.model import Attempt, Enclosure, Filter, Line, Page, Preview
from core.message.outbox import Outgoing, Way, put, put_all
from core.message.outdated import EARLIEST, ENDING, withdraw
from core.message.printing import Sheets, mark_printed, sheets, to_print
from core.message.queries import counts, lines, of, page, preview, stuck
from core.message.receipt import Receipt, give_up_waiting, note_receipt
from core.message.settle import Result, recover, settle
from core.message.topic import NEWER, Said, Threads, Visit, Weighed, threads, topic_of, weigh
from core.message.withholding import withhold

__all__ = [
    "ATTACHED",
    "EARLIEST",
    "ENDING",
    "NEWER",
    "Attempt",
    "Claimed",
    "Daily",
    "Enclosure",
    "Filter",
    "Letter",
    "Line",
    "Outgoing",
    "Page",
    "Preview",
    "Receipt",
    "Result",
    "Said",
    "Sheets",
    "Threads",
    "Visit",
    "Way",
    "Weighed",
    "answered",
    "claim",
    "confirm_arrived",
    "counts",
    "file_name",
    "give_up_waiting",
    "lines",
    "mark_printed",
    "note_receipt",
    "of",
    "page",
    "preview",
    "printable",
    "put",
    "put_all",
    "recover",
    "send_again",
    "settle",
    "sheets",
    "stuck",
    "threads",
    "to_print",
    "topic_of",
    "weigh",
    "withdraw",
    "withhold",
]
