"""Which column of a patients' file means what, by the names that systems give their columns."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.agreement import Said, Source
from core.channel import AGREED, Channel
from core.errors import Lacking, Refusal
from core.field import day
from core.language import languages
from core.patient.model import NewPatient

NAMES = {
    "import_key": "id patientid importkey externalid patientkey uuid",
    "given_name": "givenname givennames given first firstname forename forenames",
    "family_name": "familyname family last lastname surname",
    "full_name": "name patientname fullname patient",
    "born_on": "bornon birthdate dateofbirth dob birthday born",
    "died_on": "diedon deathdate dateofdeath died deceased",
    "nhs_number": "nhsnumber nhsno nhs",
    "title": "title prefix",
    "sex": "sex gender",
    "language": "language preferredlanguage lang",
    "phone": "phone telephone mobile phonenumber telephonenumber mobilenumber mobilephone tel",
    "email": "email emailaddress mail",
    "address": "address addressline1 street address1",
    "town": "town city posttown",
    "postcode": "postcode postalcode zip zipcode",
    **{f"consent_{c}": f"consent{c} {c}consent consentto{c} may{c} {c}optin" for c in AGREED},
}
_MEANING = {alias: field for field, aliases in NAMES.items() for alias in aliases.split()}
_SEX = {"m": "male", "male": "male", "f": "female", "female": "female", "": ""}
_ANSWER = {
    **dict.fromkeys(("yes", "y", "true", "1", "given", "agreed"), True),
    **dict.fromkeys(("no", "n", "false", "0", "withdrawn", "refused"), False),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands; `ignored` headers mean nothing here, `width` counts all of them."""

    at: dict[str, int]
    ignored: tuple[str, ...]
    width: int

    @property
    def told(self) -> frozenset[str]:
        """The fields of a patient that this file speaks of."""
        names = {"given_name", "family_name"} if "full_name" in self.at else set()
        return frozenset(names | self.at.keys()) - {"import_key", "full_name"}


def columns(header: list[str]) -> Columns:
    """The meaning of a header row; refused when it names nobody, or one thing twice."""
    at, ignored = dict[str, int](), []
    for place, name in enumerate(header):
        field = _MEANING.get(re.sub(r"[^a-z0-9]", "", name.casefold()))
        if field is None:
            ignored.append(name.strip()[:40])
        elif field in at:
            raise Refusal(f"The columns “{header[at[field]]}” and “{name}” say the same. Keep one of them.")
        else:
            at[field] = place
    if not ({"given_name", "family_name"} <= at.keys() or "full_name" in at):
        raise Refusal("The first line must name the columns, with at least given_name and family_name.")
    return Columns(at, tuple(name for name in ignored if name), len(header))


def patient(where: Columns, cells: list[str]) -> NewPatient:
    """One row as a patient that is not yet checked; a Refusal or Lacking says what cannot be read."""
    if len(cells) < where.width or any(cell.strip() for cell in cells[where.width :]):
        raise Refusal(f"The row has {len(cells)} columns, the first line has {where.width}.")
    cell = {field: cells[place].strip() for field, place in where.at.items()}
    given, family = _names(cell)
    plain = {name: cell.get(name, "") for name in ("nhs_number", "title", "phone", "email")}
    place = {name: cell.get(name, "") for name in ("address", "town", "postcode")}
    return NewPatient(
        given_name=given,
        family_name=family,
        born_on=_day(cell, "born_on", "date of birth"),
        died_on=_day(cell, "died_on", "date of death"),
        sex=_SEX.get(cell.get("sex", "").casefold(), "other"),
        language=_spoken(cell.get("language", "")),
        consents=_consents(cell),
        said=Said(Source.FILE),
        one_name="full_name" in cell and not given,
        **plain,
        **place,
    )


def _spoken(written: str) -> str:
    """By its code or its name; one that texts are not written in is as if nobody had asked."""
    called = {word.casefold(): one.code for one in languages().values() for word in (one.code, one.tag, one.name)}
    return called.get(written.casefold(), "")


def _names(cell: dict[str, str]) -> tuple[str, str]:
    if "full_name" not in cell:
        return cell["given_name"], cell["family_name"]
    if "," in cell["full_name"]:
        family, _, given = cell["full_name"].partition(",")
    else:
        given, _, family = cell["full_name"].rpartition(" ")
    return given.strip(), family.strip()


def _day(cell: dict[str, str], field: str, what: str) -> date | None:
    return _said(what, lambda: day(cell[field])) if cell.get(field) else None


def _said(what: str, reading: Callable[[], date]) -> date:
    try:
        return reading()
    except Refusal as sentence:
        raise Lacking({what: f"The {what}: {sentence}"}) from None


def _consents(cell: dict[str, str]) -> dict[Channel, bool]:
    answers = {channel: cell.get(f"consent_{channel}", "") for channel in AGREED}
    for channel, answer in answers.items():
        if answer and answer.casefold() not in _ANSWER:
            raise Refusal(f"The consent to {channel} is “{answer[:20]}”. Write yes or no.")
    return {channel: _ANSWER[answer.casefold()] for channel, answer in answers.items() if answer}
