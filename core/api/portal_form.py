"""The forms of people outside: which fields a deed asks for, what was typed in them, and what seals a form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from core import field, outsider
from core.access import Actor
from core.errors import Refusal
from core.outsider import DOCUMENT, NOTE, Stands
from core.paper import Paper
from core.referral import STEPS, Answers, Ask, CancelledBy

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `kind` is text, area, date, time, choice or file. `aside` stands beside the label of one that may
    stay empty. A file cannot be shown again once it was chosen."""

    name: str
    kind: str
    label: str
    hint: str = ""
    needed: bool = False
    aside: str = "if you like"
    choices: Choices = ()
    value: str = ""
    wrong: str = ""


MINUTES: Choices = tuple((str(n), f"{n} minutes") for n in (15, 20, 30, 45, 60, 90, 120))
PAPERS: Choices = tuple((str(p), p.label) for p in (Paper.REPORT, Paper.RADIOGRAPH, Paper.PLAN, Paper.OTHER))
FILE = Field("file", "file", "File", "A PDF or a picture, up to 10 MB.")
FIELDS: Mapping[Ask, tuple[Field, ...]] = {
    Ask.REASON: (Field("reason", "choice", "Reason"),),
    Ask.COMMENT: (Field("comment", "area", "Anything to add"),),
    Ask.APPOINTMENT: (
        Field("day", "date", "Day"),
        Field("time", "time", "Time"),
        Field("minutes", "choice", "How long", choices=MINUTES, value="30"),
    ),
    Ask.WHOM: (
        Field("cancelled_by", "choice", "Who cancelled it", choices=tuple((str(c), c.label) for c in CancelledBy)),
    ),
    Ask.SUMMARY: (
        Field("summary", "area", "What was found and done so far"),
        Field("recommendations", "area", "What you recommend"),
        replace(FILE, label="A file, if you have one"),
    ),
    Ask.OUTCOME: (
        replace(FILE, label="Your report as a file", hint=f"{FILE.hint} What it says need not be typed again."),
        Field("diagnosis", "area", "Diagnosis", aside="or in the file"),
        Field("treatment", "area", "What was done", aside="or in the file"),
        Field("findings", "area", "What was found"),
        Field("recommendations", "area", "What you recommend"),
        Field("recall_on", "date", "Next recall"),
        Field("signed_by", "text", "Signed by", "The clinician whose report it is."),
    ),
}
"""What each ask is as fields; what is not here is not for people outside to say."""
OPTIONAL = frozenset({"file", "diagnosis", "treatment", "findings", "recommendations", "recall_on"})
WORDING: Mapping[tuple[str, str], str] = {
    ("ask_information", "comment"): "What do you need to know?",
    ("give_information", "comment"): "Your answer",
    ("wait_on", "comment"): "How long it still takes",
    ("redirect", "comment"): "Where to, or what you suggest",
    (NOTE, "comment"): "Your message",
}
ADDING: Mapping[str, tuple[Field, ...]] = {
    NOTE: (Field("comment", "area", "Your message", needed=True),),
    DOCUMENT: (Field("kind", "choice", "What it is", choices=PAPERS), replace(FILE, needed=True)),
}
TEXTS = ("reason", "comment", "summary", "diagnosis", "findings", "treatment", "recommendations", "signed_by")
NAMED = {"starts_at": "day", "note": "comment"}
"""Where the sentence for something stands that is asked under another name."""


def fields(actor: Actor, stands: Stands, deed: str) -> tuple[Field, ...]:
    """The fields of a deed, with what is known already."""
    if deed in ADDING:
        return ADDING[deed]
    step = STEPS[deed]
    found = []
    for ask in (*step.needs, *step.offers):
        for each in FIELDS.get(ask, ()):
            needed = ask in step.needs and each.name not in OPTIONAL
            found.append(replace(each, label=WORDING.get((deed, each.name), each.label), needed=needed))
    why = tuple((each.code, each.label) for each in outsider.reasons_for(actor, step))
    known: Mapping[str, Any] = {"reason": {"choices": why}, "signed_by": {"value": stands.clinician}}
    return tuple(replace(each, **known.get(each.name, {})) for each in found)


def filled(asked: tuple[Field, ...], typed: Mapping[str, str], wrong: Mapping[str, str]) -> tuple[Field, ...]:
    """The same with what was typed and what is wrong with it; nothing that was typed is lost."""
    told = {_name(name): sentence for name, sentence in wrong.items()}
    return tuple(replace(each, value=typed.get(each.name, each.value), wrong=told.get(each.name, "")) for each in asked)


def beside(asked: tuple[Field, ...], wrong: Mapping[str, str]) -> str:
    """What is wrong with something that the form has no field for."""
    names = {each.name for each in asked}
    return " ".join(sentence for name, sentence in wrong.items() if _name(name) not in names)


def _name(name: str) -> str:
    return "file" if name.startswith("paper.") else NAMED.get(name, name)


def read(typed: Mapping[str, str], zone: str) -> Answers:
    """What was typed, as a step takes it; Lacking names what cannot be read."""
    said = field.gathered(
        starts_at=lambda: _moment(typed, zone),
        recall_on=lambda: _day(typed.get("recall_on", "")),
    )
    minutes = typed.get("minutes", "")
    whom = typed.get("cancelled_by", "")
    said |= {name: typed.get(name, "") for name in TEXTS}
    return Answers(
        **said,
        minutes=int(minutes) if minutes in dict(MINUTES) else 30,
        cancelled_by=CancelledBy(whom) if whom in set(CancelledBy) else None,
    )


def paper(typed: Mapping[str, str]) -> Paper:
    """What kind of document it is."""
    kind = typed.get("kind", "")
    return Paper(kind) if kind in dict(PAPERS) else Paper.REPORT


def _moment(typed: Mapping[str, str], zone: str) -> datetime | None:
    on, at = typed.get("day", "").strip(), typed.get("time", "").strip()
    if not on and not at:
        return None
    if not on or not at:
        raise Refusal("Say both the day and the time.")
    try:
        return datetime.combine(field.day(on), time.fromisoformat(at), ZoneInfo(zone)).replace(second=0, microsecond=0)
    except ValueError:
        raise Refusal("Write the time as hours and minutes, such as 14:30.") from None


def _day(text: str) -> date | None:
    return field.day(text) if text.strip() else None
