"""Custom fields as a manager edits them: added, worded differently, ended on a day, and never deleted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core import clock, field
from core.access import Actor
from core.directory.specialties import known_specialty
from core.errors import Lacking, Refusal
from core.work import work
from core.workflow.editing import chosen, must_edit
from core.workflow.listed import Listed
from core.workflow.model import Typed, Way
from data.tables import custom_field

MOST_CHOICES = 40
FIELDS = Listed(custom_field, "field", most=40)
"""As many as a form can ask before nobody fills it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewField:
    """What a manager says about a field; no sites means the whole group, no place the end of the list."""

    label: str
    kind: Typed = Typed.TEXT
    choices: tuple[str, ...] = ()
    help: str = ""
    direction: str = ""
    specialty: str = ""
    sites: tuple[int, ...] = ()
    needed: bool = False
    place: int = 0

    def checked(self) -> dict[str, Any]:
        """The columns to keep; Lacking with a sentence for each that is missing or wrong."""
        return field.gathered(
            label=lambda: field.line(self.label, most=80, least=1, what="The name of the field"),
            kind=lambda: chosen(Typed, self.kind),
            choices=self._choices,
            help=lambda: field.line(self.help, what="The help"),
            direction=lambda: chosen(Way, self.direction),
            specialty=lambda: known_specialty(self.specialty),
        ) | {"sites": sorted(self.sites), "needed": self.needed}

    def _choices(self) -> list[str]:
        if self.kind is not Typed.CHOICE:
            return []
        several = [field.line(each, most=80, what="A choice") for each in self.choices]
        several = list(dict.fromkeys(each for each in several if each))
        if not 2 <= len(several) <= MOST_CHOICES:
            raise Refusal(f"Give from 2 to {MOST_CHOICES} choices, each on a line of its own.")
        return several


def add_field(actor: Actor, new: NewField) -> int:
    """From now on referrals are asked for this; the id of the field."""
    must_edit(actor, new.sites)
    values = new.checked()
    with work() as db:
        return FIELDS.add(db, actor, values, new.place, f"“{values['label']}” is asked")


def change_field(actor: Actor, field_id: int, version: int, new: NewField) -> int:
    """Ask differently from now on. Other words, places and choices are the same field; another kind of answer is
    another field, and the old one ends, so that what was answered keeps its meaning. The id of the field that is."""
    must_edit(actor, new.sites)
    values = new.checked()
    with work() as db:
        row = FIELDS.current(db, actor, field_id, version)
        if values["kind"] == row.kind:
            FIELDS.write(db, actor, row, values, f"“{values['label']}” is asked differently", new.place)
            return field_id
        FIELDS.write(db, actor, row, {"until_on": _today()}, f"“{row.label}” is no longer asked")
        return FIELDS.add(db, actor, values, new.place or row.position, f"“{values['label']}” is asked")


def end_field(actor: Actor, field_id: int, version: int, until_on: date | None = None) -> None:
    """No longer ask for it, from today or a day to come; what was answered stays."""
    on = until_on or _today()
    if on < _today():
        raise Lacking({"until_on": "What was asked in the past stays asked. Choose today or a later day."})
    with work() as db:
        row = FIELDS.current(db, actor, field_id, version)
        when = "" if on == _today() else f" from {clock.spoken_day(on)}"
        FIELDS.write(db, actor, row, {"until_on": on}, f"“{row.label}” is no longer asked{when}")


def _today() -> date:
    return clock.now().date()
