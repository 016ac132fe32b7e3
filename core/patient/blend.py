"""What becomes of two records in one: which values stay, which are filled in, and what a person has to choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import field
from core.channel import Channel, spoken_order
from core.language import language
from core.patient.model import Patient

GONE = "gone"
"""What is chosen for a part where the value of the record that goes is to stay."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something two records may differ in: columns that belong together, or the preferred address of a channel."""

    name: str
    label: str
    columns: tuple[str, ...] = ()
    channel: Channel | None = None
    empty_differs: bool = False

    def words(self, one: Patient) -> str:
        """As people read it; empty where there is nothing."""
        if self.channel:
            address = one.contact(self.channel)
            return field.phone_shown(address) if self.channel is Channel.PHONE and address else address
        return ", ".join(_said(name, value) for name in self.columns if (value := getattr(one, name)))


PARTS = (
    Part("title", "Title", ("title",)),
    Part("given_name", "First name", ("given_name",), empty_differs=True),
    Part("family_name", "Family name", ("family_name",)),
    Part("born_on", "Date of birth", ("born_on",)),
    Part("nhs_number", "NHS number", ("nhs_number",)),
    Part("sex", "Sex", ("sex",)),
    Part("phone", "Telephone", channel=Channel.PHONE),
    Part("email", "E-mail", channel=Channel.EMAIL),
    Part("home", "Address", ("address", "town", "postcode")),
    Part("died_on", "Died", ("died_on",)),
    Part("channels", "Written to by", ("channels",)),
    Part("language", "Written to in", ("language",)),
    Part("time_zone", "Time zone", ("time_zone",)),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One part in words on both records. `open` where somebody has to say which stays; else what there is stays."""

    name: str
    label: str
    kept: str
    gone: str
    open: bool

    @property
    def same(self) -> bool:
        """Whether both records say the same."""
        return self.kept == self.gone


def compared(kept: Patient, gone: Patient) -> list[Compared]:
    """Every part of which either record says something."""
    found = [(part, part.words(kept), part.words(gone)) for part in PARTS]
    return [Compared(part.name, part.label, a, b, _is_open(part, a, b)) for part, a, b in found if a or b]


def columns(kept: Patient, gone: Patient, choices: Mapping[str, str]) -> dict[str, Any]:
    """What changes on the record that stays. Only parts that are open heed the choice."""
    taken = [part for part in PARTS if _takes(part, kept, gone, choices)]
    return {name: getattr(gone, name) for part in taken for name in part.columns}


def preferred(kept: Patient, gone: Patient, choices: Mapping[str, str]) -> dict[Channel, str]:
    """By which address each channel reaches the one patient."""
    ways = [(part, part.channel) for part in PARTS if part.channel]
    found = {way: (gone if _takes(part, kept, gone, choices) else kept).contact(way) for part, way in ways}
    return {way: address for way, address in found.items() if address}


def _takes(part: Part, kept: Patient, gone: Patient, choices: Mapping[str, str]) -> bool:
    ours, others = part.words(kept), part.words(gone)
    if _is_open(part, ours, others):
        return choices.get(part.name) == GONE
    return not ours and bool(others)


def _is_open(part: Part, ours: str, others: str) -> bool:
    """A value beats none, except where having none is a value: some people have one name."""
    return ours != others and bool(others) and (bool(ours) or part.empty_differs)


def _said(name: str, value: Any) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    told = {"nhs_number": field.nhs_shown, "sex": str.capitalize, "channels": spoken_order, "language": _named}
    return told.get(name, str)(value)


def _named(code: str) -> str:
    return language(code).name
