"""A patient as the rest of the house sees them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core import field as check
from core.agreement import Answer, Key, Purpose, Said, Source
from core.channel import Channel
from core.errors import Refusal
from core.language import languages

AT_THE_DESK = Said(Source.DESK)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatient:
    """What is said about a patient. In `consents`, which are to messages about their care, a channel that was not asked
    about is absent; `said` is how they were given.

    `one_name` is for somebody who has a single name: it is the family name, and the given name stays empty.
    """

    given_name: str
    family_name: str
    born_on: date | None = None
    nhs_number: str = ""
    title: str = ""
    sex: str = ""
    language: str = ""
    time_zone: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    died_on: date | None = None
    consents: dict[Channel, bool] = field(default_factory=dict)
    said: Said = AT_THE_DESK
    one_name: bool = False

    def check(self) -> None:
        """Refuse with a sentence for each field that is missing or wrong."""
        self.checked()

    def checked(self) -> "Checked":
        """The values to keep."""
        values = check.gathered(
            given_name=lambda: check.line(
                self.given_name, most=120, least=0 if self.one_name else 1, what="The first name"
            ),
            family_name=lambda: check.person_name(self.family_name, "The family name"),
            born_on=lambda: check.birth_date(self.born_on) if self.born_on else None,
            nhs_number=lambda: check.nhs_number(self.nhs_number),
            title=lambda: check.line(self.title, most=20, what="The title"),
            sex=lambda: _sex(self.sex),
            language=lambda: _language(self.language),
            time_zone=lambda: check.time_zone(self.time_zone) if self.time_zone else "",
            phone=lambda: check.phone(self.phone) if self.phone.strip() else "",
            email=lambda: check.email(self.email) if self.email.strip() else "",
            address=lambda: check.paragraph(self.address, most=400, what="The address"),
            town=lambda: check.line(self.town, most=80, what="The town"),
            postcode=lambda: check.postcode(self.postcode),
            died_on=lambda: _died(self.died_on, self.born_on),
        )
        nhs, phone, email = (values.pop(name) for name in ("nhs_number", "phone", "email"))
        row = values | {"nhs_number": nhs.digits}
        return Checked(row, email, phone, dict(self.consents), self.said, nhs.warning)

    @property
    def warning(self) -> str:
        """What looks odd but may be right, once `check` has passed."""
        return self.checked().warning


@dataclass(frozen=True, slots=True)
class Checked:
    """The patient's own columns, one address and one number, and what was agreed to."""

    row: dict[str, Any]
    email: str
    phone: str
    consents: dict[Channel, bool]
    said: Said
    warning: str


@dataclass(frozen=True, slots=True)
class Found:
    """A patient as the finder and the warning of a possible duplicate show them."""

    id: int
    name: str
    born_on: date | None
    postcode: str
    phone: str
    died_on: date | None


@dataclass(frozen=True, slots=True)
class Contact:
    """An e-mail address, or a telephone number in E.164."""

    channel: Channel
    address: str
    preferred: bool


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient as the front desk knows them. In `answers` what nobody asked about is absent; `channels` are those by
    which they want to be written to, in their order, empty where nobody chose, `language` the one they are written to
    in, empty where nobody asked; `time_zone` is where they live, empty where their site is. `silent` are those of their
    addresses where somebody asked for no more messages."""

    id: int
    nhs_number: str | None
    title: str
    given_name: str
    family_name: str
    born_on: date | None
    sex: str
    address: str
    town: str
    postcode: str
    died_on: date | None
    channels: str
    language: str
    time_zone: str
    version: int
    contacts: tuple[Contact, ...]
    answers: dict[Key, Answer]
    silent: frozenset[str]
    sites: tuple[str, ...]

    @property
    def name(self) -> str:
        """Given name first."""
        return full_name(self.given_name, self.family_name)

    @property
    def consents(self) -> dict[Channel, bool]:
        """To what they said yes or no where their care is concerned."""
        return {channel: one.given for (channel, purpose), one in self.answers.items() if purpose is Purpose.CARE}

    def told(self) -> NewPatient:
        """The same as somebody would type it in, to be corrected."""
        words = {"title", "given_name", "family_name", "sex", "address", "town", "postcode", "born_on", "died_on"}
        words |= {"language", "time_zone"}
        return NewPatient(
            **{name: getattr(self, name) for name in words},
            nhs_number=self.nhs_number or "",
            phone=self.contact(Channel.PHONE),
            email=self.contact(Channel.EMAIL),
            one_name=not self.given_name,
        )

    def contact(self, channel: Channel) -> str:
        """The preferred address of a channel, or nothing."""
        return next((each.address for each in self.contacts if each.channel is channel), "")

    def age(self, on: date) -> int | None:
        """Full years on a day, or at death."""
        return full_years(self.born_on, min(on, self.died_on or on))


@dataclass(frozen=True, slots=True)
class Reach:
    """How messages may reach a patient: by e-mail only with an address, agreed to, and while they live."""

    name: str
    email: str
    phone: str
    may_email: bool
    died: bool


def full_name(given: str, family: str) -> str:
    """Given name first; some people have one name."""
    return f"{given} {family}".strip()


def full_years(born_on: date | None, on: date) -> int | None:
    """How old somebody is on a day; None where nobody knows when they were born."""
    if born_on is None:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _sex(text: str) -> str:
    if text not in {"", "female", "male", "other"}:
        raise Refusal("Choose female, male or other, or leave it open.")
    return text


def _language(code: str) -> str:
    if code and code not in languages():
        raise Refusal("Choose one of the languages that texts are written in, or leave it open.")
    return code


def _died(on: date | None, born_on: date | None) -> date | None:
    if on and born_on and on < born_on:
        raise Refusal("The date of death lies before the date of birth.")
    return on
