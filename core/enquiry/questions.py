"""What a public form asks: always, because the manager wants it, and because the service requires it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.directory import Answering, Asked, Funding, Requirement, Specialty
from core.enquiry.model import Audience, Form
from core.enquiry.words import Words
from core.paper import Paper
from core.referral import Urgency, name_of

MOST_FILES = 6
SHARES = "may_share"
"""As the form of a referral calls it."""
AGREED = {"agree_phone": "phone", "agree_email": "email", "agree_sms": "sms", SHARES: "share"}
"""Questions whose tick is an agreement, and what to."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `widget` is how it is drawn, `auto` and `keys` help a browser and a phone to fill it in."""

    name: str
    widget: str
    section: str
    label: str = ""
    hint: str = ""
    needed: bool = False
    auto: str = ""
    keys: str = ""
    most: int = 200
    choices: tuple[tuple[str, str], ...] = ()
    asked: Requirement | None = None


def _line(name: str, section: str, auto: str = "", keys: str = "", **how: Any) -> Question:
    return Question(name, "line", section, auto=auto, keys=keys, **how)


PATIENT = (
    _line("given_name", "you", "given-name", most=120),
    _line("family_name", "you", "family-name", needed=True, most=120),
    Question("born_on", "day", "you", auto="bday"),
    _line("postcode", "you", "postal-code", most=12),
    _line("nhs_number", "you", "off", "numeric", most=20),
    Question("phone", "tel", "reach", auto="tel", keys="tel", most=40),
    Question("email", "mail", "reach", auto="email", keys="email", most=254),
    Question("agree_phone", "tick", "reach"),
    Question("agree_email", "tick", "reach"),
    Question("agree_sms", "tick", "reach"),
    _line("best_time", "reach", "off"),
    Question("specialty", "choice", "wish"),
    Question("reason", "area", "wish", needed=True, most=4000),
    _line("needs", "wish", "off"),
)
PRACTICE = (
    _line("referrer", "practice", "organization", needed=True, most=160),
    _line("referrer_clinician", "practice", "name", needed=True, most=120),
    Question("sender_address", "mail", "practice", auto="email", keys="email", needed=True, most=254),
    Question("sender_phone", "tel", "practice", auto="tel", keys="tel", most=40),
    _line("their_reference", "practice", "off", most=60),
    Question("written", "day", "practice", auto="off"),
    _line("given_name", "patient", "off", most=120),
    _line("family_name", "patient", "off", needed=True, most=120),
    Question("born_on", "day", "patient", auto="off", needed=True),
    Question("phone", "tel", "patient", auto="off", keys="tel", most=40),
    Question("email", "mail", "patient", auto="off", keys="email", most=254),
    _line("postcode", "patient", "off", most=12),
    _line("nhs_number", "patient", "off", "numeric", most=20),
    Question("urgency", "pick", "referral", needed=True, choices=tuple((each, each.label) for each in Urgency)),
    Question("reason", "area", "referral", needed=True, most=4000),
    _line("teeth", "referral", "off"),
    _line("needs", "referral", "off"),
    Question("funding", "choice", "referral", choices=tuple((each, each.label) for each in Funding)),
    _line("payer", "referral", "off", most=80),
    Question(SHARES, "tick", "consent", needed=True),
)
ALL = {Audience.PATIENT: PATIENT, Audience.PRACTICE: PRACTICE}
WIDGETS = {
    Answering.TEXT: "area",
    Answering.YES_NO: "pick",
    Answering.CHOICE: "choice",
    Answering.NUMBER: "number",
    Answering.DATE: "day",
}
SECTIONS = ("practice", "you", "reach", "patient", "wish", "referral", "asked", "files", "consent")


def questions(form: Form, required: Sequence[Requirement], words: Words) -> tuple[Question, ...]:
    """All of them in their order, with their words."""
    asked = {each.code: each for each in required if each.kind is Asked.FIELD}
    wanted = {*form.asks, *asked}
    found = [_put(each, form, asked, words) for each in ALL[form.audience] if _is_asked(each, form, wanted)]
    if form.audience is Audience.PRACTICE:
        found += [_of_service(each, words) for each in required if each.kind is not Asked.FIELD]
        found.append(_worded(Question("paper-other", "file", "files"), form, words))
    return tuple(sorted(found, key=lambda one: SECTIONS.index(one.section)))


def _is_asked(each: Question, form: Form, wanted: set[str]) -> bool:
    """The service is not asked for where the address says it; what only some forms ask has to be wanted."""
    if each.name == "specialty":
        return not form.specialty and len(form.choices) > 1
    return each.name not in form.audience.extras or each.name in wanted


def _put(each: Question, form: Form, asked: dict[str, Requirement], words: Words) -> Question:
    needed = each.needed or (each.name in asked and asked[each.name].needed)
    choices = each.choices
    if each.name == "specialty":
        choices = tuple((code, Specialty(code).label) for code in form.choices)
    return _worded(replace(each, needed=needed, choices=choices), form, words)


def _worded(each: Question, form: Form, words: Words) -> Question:
    label, hint = words.question(form.audience, each.name, site=form.site, most=MOST_FILES)
    return replace(each, label=label, hint=hint)


def _of_service(each: Requirement, words: Words) -> Question:
    """A question or a document that the service asks for, in the words of whoever set it."""
    if each.kind is Asked.DOCUMENT:
        label = each.label or Paper(each.code).label
        return Question(name_of(each), "file", "files", label, needed=each.needed, asked=each)
    choices = tuple((one, one) for one in each.choices)
    if each.answer is Answering.YES_NO:
        choices = tuple((code, words.say("page", code)) for code in ("yes", "no"))
    widget = WIDGETS[each.answer]
    return Question(name_of(each), widget, "asked", each.label, "", each.needed, "off", "", 1000, choices, each)


def by_section(several: Sequence[Question]) -> Iterator[tuple[str, list[Question]]]:
    """Grouped as the page shows them."""
    for section in SECTIONS:
        if found := [each for each in several if each.section == section]:
            yield section, found
