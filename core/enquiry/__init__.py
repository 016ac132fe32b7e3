"""Enquiries: the public forms by which patients ask and practices refer, and what keeps machines out of them."""

from core.enquiry.answers import REACH
from core.enquiry.commands import set_form
from core.enquiry.model import Audience, Form, NewForm, Receipt, Sent
from core.enquiry.poster import poster, snippet
from core.enquiry.proof import BITS
from core.enquiry.queries import forms, opened, questions_of, sent_from
from core.enquiry.questions import MOST_FILES, Question, by_section
from core.enquiry.seal import Begun, Files, begin, begun, kept, receipt_in, receipt_of, still_kept
from core.enquiry.sending import refuse_haste, send
from core.enquiry.words import Words, words_for

__all__ = [
    "BITS",
    "MOST_FILES",
    "REACH",
    "Audience",
    "Begun",
    "Files",
    "Form",
    "NewForm",
    "Question",
    "Receipt",
    "Sent",
    "Words",
    "begin",
    "begun",
    "by_section",
    "forms",
    "kept",
    "opened",
    "poster",
    "questions_of",
    "receipt_in",
    "receipt_of",
    "refuse_haste",
    "send",
    "sent_from",
    "set_form",
    "snippet",
    "still_kept",
    "words_for",
]
