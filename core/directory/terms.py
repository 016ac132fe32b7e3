"""The terms on which a practice takes referrals: what for, how soon, who pays, how long it takes, whom to reach."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import clock, field
from core.directory.specialties import known_specialty
from core.errors import Refusal
from core.spoken import Spoken

LONGEST_WAIT = 1_500
MOST_A_MONTH = 10_000


class Urgency(Spoken):
    """How soon, from least to most."""

    ROUTINE = "routine", "Routine"
    SOON = "soon", "Soon"
    URGENT = "urgent", "Urgent"
    SUSPECTED_CANCER = "suspected_cancer", "Suspected cancer"

    def lower_than(self, other: "Urgency") -> bool:
        """Whether this is less pressing than the other."""
        order = list(Urgency)
        return order.index(self) < order.index(other)


class Funding(Spoken):
    """Who pays."""

    NHS = "nhs", "NHS"
    PRIVATE = "private", "Private"
    INSURANCE = "insurance", "Insurance"
    SELF_PAY = "self_pay", "Self-pay"


class Purpose(Spoken):
    """What a contact is for."""

    REFERRALS = "referrals", "Referrals"
    REPORTS = "reports", "Reports"
    URGENT = "urgent", "Urgent calls"
    ACCOUNTS = "accounts", "Accounts"


@dataclass(frozen=True, slots=True)
class Offer:
    """A service that a provider takes referrals for, with one way to pay or any. `wait_days` until a first visit were
    announced on `wait_on`; `capacity` is how many referrals of ours it takes in a month."""

    specialty: str
    funding: str = ""
    urgencies: tuple[Urgency, ...] = tuple(Urgency)
    wait_days: int | None = None
    wait_on: date | None = None
    capacity: int | None = None

    def checked(self) -> dict[str, Any]:
        """The row to keep; Lacking with a sentence for each field that is missing or wrong."""
        return field.gathered(
            specialty=self._specialty,
            funding=lambda: _known(Funding, self.funding, "Choose the funding from the list.") if self.funding else "",
            urgencies=self._urgencies,
            wait_on=self._wait_on,
            wait_days=_number(self.wait_days, LONGEST_WAIT, "The wait in days"),
            capacity=_number(self.capacity, MOST_A_MONTH, "How many referrals they take in a month"),
        )

    def _wait_on(self) -> date | None:
        if self.wait_days is None:
            return None
        if self.wait_on and self.wait_on > clock.now().date():
            raise Refusal("The day it was announced lies in the future.")
        return self.wait_on

    def _specialty(self) -> str:
        if not self.specialty:
            raise Refusal("Choose what they take referrals for.")
        return known_specialty(self.specialty)

    def _urgencies(self) -> list[str]:
        if not self.urgencies:
            raise Refusal("Choose how urgent a referral may be.")
        asked = {_known(Urgency, each, "Choose urgencies from the list.") for each in self.urgencies}
        return [each for each in Urgency if each in asked]


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a provider wants something sent: `channel` is email or phone."""

    purpose: str
    name: str
    channel: str
    address: str

    def checked(self) -> dict[str, Any]:
        """The row to keep; Lacking with a sentence for each field that is missing or wrong."""
        return field.gathered(
            purpose=lambda: _known(Purpose, self.purpose, "Choose what they are reached for."),
            name=lambda: field.line(self.name, most=120, what="The name"),
            channel=lambda: _channel(self.channel),
            address=lambda: field.phone(self.address) if self.channel == "phone" else field.email(self.address),
        )


def _known(words: type[Spoken], code: str, otherwise: str) -> str:
    if code not in set(words):
        raise Refusal(otherwise)
    return str(words(code))


def _channel(code: str) -> str:
    if code not in {"email", "phone"}:
        raise Refusal("Choose e-mail or telephone.")
    return code


def _number(given: int | None, most: int, what: str) -> Callable[[], int | None]:
    def number() -> int | None:
        if given is not None and not 0 <= given <= most:
            raise Refusal(f"{what} must be from 0 to {most:,}.")
        return given

    return number
