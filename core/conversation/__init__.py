"""Conversations: what people answer to what we wrote, where it belongs, and unread until somebody reads it."""

from core.conversation.mail import read_mail
from core.conversation.model import Failure, Heard, Incoming, Matched, Nature
from core.conversation.noting import note
from core.conversation.queries import lines, of_arrival, of_patient, of_referral, one, unread, unread_about
from core.conversation.reading import TO_READ, mark_all_read, mark_read
from core.conversation.texts import read_text

__all__ = [
    "TO_READ",
    "Failure",
    "Heard",
    "Incoming",
    "Matched",
    "Nature",
    "lines",
    "mark_all_read",
    "mark_read",
    "note",
    "of_arrival",
    "of_patient",
    "of_referral",
    "one",
    "read_mail",
    "read_text",
    "unread",
    "unread_about",
]
