"""What a receiving service asks for beyond the usual: fields of the form, questions of its own, and documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select

from core import clock
from core.access import Actor, Permission
from core.spoken import Spoken
from core.work import reading
from data.prepared import Prepared
from data.tables import requirement as table


class Asked(Spoken):
    """What kind of thing is asked for."""

    FIELD = "field", "A field of the form"
    QUESTION = "question", "A question"
    DOCUMENT = "document", "A document"


class Answering(Spoken):
    """How a question is answered."""

    TEXT = "text", "In words"
    YES_NO = "yes_no", "Yes or no"
    CHOICE = "choice", "One of a list"
    NUMBER = "number", "A number"
    DATE = "date", "A date"


class FormField(Spoken):
    """The fields of the form that a service can insist on, by the names the form gives them."""

    TEETH = "teeth", "Teeth"
    FUNDING = "funding", "Funding"
    PAYER = "payer", "Payer"
    NEEDS = "needs", "Additional needs"
    WRITTEN = "written", "Letter’s date"
    THEIR_REFERENCE = "their_reference", "Their reference"
    REFERRER_CLINICIAN = "referrer_clinician", "Referring clinician"
    BORN_ON = "born_on", "Patient’s date of birth"
    NHS_NUMBER = "nhs_number", "Patient’s NHS number"
    PHONE = "phone", "Patient’s telephone"
    EMAIL = "email", "Patient’s e-mail"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a service asks for. `code` is a FormField, a document's kind, or what the question is called."""

    id: int
    kind: Asked
    code: str
    label: str
    answer: Answering
    choices: tuple[str, ...]
    needed: bool
    specialty: str = ""
    until_on: date | None = None


def required(
    actor: Actor, *, provider_id: int | None = None, site_id: int | None = None, specialty: str = ""
) -> tuple[Requirement, ...]:
    """What the receiving practice or site of ours asks for today, in its order."""
    actor.must(Permission.DIRECTORY_READ)
    with reading() as db:
        return requirements(db, provider_id=provider_id, site_id=site_id, specialty=specialty)


def requirements(
    db: Connection,
    *,
    provider_id: int | None = None,
    site_id: int | None = None,
    specialty: str = "",
    on: date | None = None,
) -> tuple[Requirement, ...]:
    """The same within a transaction; what the specialty asks for itself stands in for what any specialty asks."""
    if (provider_id is None) == (site_id is None):
        raise TypeError("A service is either a provider's or a site's.")
    whose, number = ("site_id", site_id) if provider_id is None else ("provider_id", provider_id)
    found = _OF_ONE[whose].all(db, of=number, special=specialty, day=on or clock.now().date())
    own: dict[tuple[str, str], Requirement] = {}
    for each in map(_one, found):
        known = own.get((each.kind, each.code))
        if known is None or each.specialty:
            own[each.kind, each.code] = each
    return tuple(own.values())


def asked_by(actor: Actor, *, provider_id: int | None = None, site_id: int | None = None) -> tuple[Requirement, ...]:
    """Everything a practice or a site asks for now, whatever the specialty."""
    actor.must(Permission.DIRECTORY_READ)
    with reading() as db:
        return tuple(_read(db, of_service(provider_id, site_id), current(clock.now().date())))


def answered(db: Connection, answers: Mapping[str, str]) -> tuple[tuple[Requirement, str], ...]:
    """What was asked when these answers were given, also where it is asked no more, with each answer."""
    ids = [int(key) for key in answers if key.isdecimal()]
    return tuple((each, answers[str(each.id)]) for each in _read(db, table.c.id.in_(ids))) if ids else ()


def current(day: date) -> ColumnElement[bool]:
    """Those that are asked on a day."""
    return or_(table.c.until_on.is_(None), table.c.until_on > day)


def of_service(provider_id: int | None, site_id: int | None) -> ColumnElement[bool]:
    """Those of a practice, or of a site of ours."""
    if (provider_id is None) == (site_id is None):
        raise TypeError("A service is either a provider's or a site's.")
    return table.c.provider_id == provider_id if provider_id is not None else table.c.site_id == site_id


def _read(db: Connection, *wanted: ColumnElement[bool]) -> Iterable[Requirement]:
    return (_one(row._mapping) for row in db.execute(_wanted(*wanted)))


def _wanted(*which: ColumnElement[bool]) -> Select[Any]:
    c = table.c
    names = (c.id, c.kind, c.code, c.label, c.answer, c.choices, c.needed, c.specialty, c.until_on)
    return select(*names).where(*which).order_by(c.specialty, c.position, c.id)


def _one(row: Any) -> Requirement:
    kind, answer, choices = Asked(row["kind"]), Answering(row["answer"]), tuple(row["choices"])
    as_stored = {name: row[name] for name in ("id", "code", "label", "needed", "specialty", "until_on")}
    return Requirement(kind=kind, answer=answer, choices=choices, **as_stored)


_OF_ONE = {
    whose: Prepared(
        _wanted(
            table.c[whose] == bindparam("of"),
            table.c.specialty.in_(["", bindparam("special")]),
            or_(table.c.until_on.is_(None), table.c.until_on > bindparam("day")),
        )
    )
    for whose in ("provider_id", "site_id")
}
