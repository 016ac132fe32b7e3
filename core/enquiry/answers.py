"""What was typed becomes what intake reads: each answer checked, and written down with the place where it stands."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from core import clock, field
from core.directory import Specialty
from core.enquiry.model import Audience, Form
from core.enquiry.questions import AGREED, SHARES, Question, by_section
from core.enquiry.words import Words
from core.errors import Refusal
from core.intake import Agreed, Found
from core.referral.needed import tidy

Checked = Mapping[str, str]
REACH = (("agree_phone", "phone"), ("agree_sms", "phone"), ("agree_email", "email"))
"""Ticks that need an address, and which."""
TICKED = "on"


def checked(
    audience: Audience, asked: Sequence[Question], typed: Mapping[str, str], files: set[str], words: Words
) -> tuple[Checked, dict[str, str]]:
    """The answers as a record keeps them, and a sentence for each that is missing or wrong."""
    kept: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for each in asked:
        text = typed.get(each.name, "")
        given = each.name in files if each.widget == "file" else bool(text.strip())
        if not given:
            wrong |= {each.name: words.missing(each.name, each.widget)} if each.needed else {}
            continue
        try:
            kept[each.name] = _read(each, text)
        except Refusal as sentence:
            wrong[each.name] = str(sentence)
    return kept, wrong | (_reach(kept, wrong, words) if audience is Audience.PATIENT else {})


def _reach(kept: Checked, wrong: Mapping[str, str], words: Words) -> dict[str, str]:
    """At least one way, each with where it leads."""
    ticked = [where for tick, where in REACH if tick in kept]
    if not ticked:
        return {"agree_phone": words.missing("reach")}
    return {where: words.missing(where) for where in ticked if where not in kept and where not in wrong}


def _read(each: Question, text: str) -> str:
    if each.asked is not None and each.widget != "file":
        return tidy(each.asked, text)
    if each.widget in {"file", "tick"}:
        return TICKED
    if each.choices:
        return _chosen(each, text)
    return READ.get(each.name, partial(field.line, most=each.most, what=each.label))(text)


def _chosen(each: Question, text: str) -> str:
    if text not in {code for code, _ in each.choices}:
        raise Refusal("Choose one of the list.")
    return text


def _written(text: str) -> str:
    day = field.day(text)
    if day > (clock.now() + timedelta(days=1)).date():
        raise Refusal("The letter’s date lies in the future.")
    return day.isoformat()


READ: dict[str, Callable[[str], str]] = {
    "phone": field.phone,
    "sender_phone": field.phone,
    "email": field.email,
    "sender_address": field.email,
    "born_on": lambda text: field.birth_date(text).isoformat(),
    "written": _written,
    "nhs_number": lambda text: field.nhs_number(text).digits or "",
    "postcode": field.postcode,
    "teeth": lambda text: ", ".join(field.teeth(text)),
    "reason": partial(field.paragraph, most=4000, what="The text"),
}
"""How an answer is kept that is more than one line of text."""


def letter(
    form: Form, asked: Sequence[Question], typed: Mapping[str, str], kept: Checked, words: Words
) -> tuple[str, dict[str, Found]]:
    """Everything as it was typed, a line for each, and what was read of it by the names of the form's fields."""
    text, said = form.title, dict[str, Found]()
    if form.specialty:
        text += f" · {Specialty(form.specialty).label}"
        said["specialty"] = Found(form.specialty, len(form.title) + 3, len(text))
    for section, several in by_section([each for each in asked if each.name in kept]):
        text += f"\n\n{words.say('sections', section)}"
        for each in several:
            text += f"\n{_before(each)}"
            told = _told(each, typed[each.name])
            said[each.name] = Found(kept[each.name], len(text), len(text) + len(told))
            text += told
    return text, {name: found for name, found in said.items() if found.value and not _is_beside(name)}


def _is_beside(name: str) -> bool:
    """What is kept elsewhere: agreements by themselves, but for the one that the form of a referral asks too, and
    files as documents."""
    return (name in AGREED and name != SHARES) or name.startswith("paper-")


def _before(each: Question) -> str:
    """What stands before an answer."""
    ends = "" if each.label.endswith(("?", ".")) else ":"
    return f"{each.label}{ends}{chr(10) if each.widget == 'area' else ' '}"


def _told(each: Question, text: str) -> str:
    """A choice in its words; a tick as yes; all else as it was typed."""
    if each.widget == "tick":
        return "yes"
    return dict(each.choices).get(text, text.replace("\r\n", "\n").replace("\r", "\n").strip())


def agreements(asked: Sequence[Question], kept: Checked) -> tuple[Agreed, ...]:
    """What was ticked, in the words that stood beside it."""
    return tuple(Agreed(AGREED[each.name], each.label) for each in asked if each.name in AGREED and each.name in kept)
