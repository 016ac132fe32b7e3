"""The reasons that steps ask for as a manager edits them: those that are shipped stay as the group has changed them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from core import clock, field
from core.access import Actor, Permission
from core.errors import Lacking, NotNow, Refusal
from core.referral.lifecycle import STEPS, Ask, Party
from core.work import reading, work
from core.workflow.editing import chosen, must_edit
from core.workflow.listed import Listed
from data.tables import reason

REASONS = Listed(reason, "reason", most=30, within=("step",))
REJECT = "reject"
"""The reasons for which an arrival is rejected, which is no step of a referral."""
FLAGS = ("needs_comment", "ends_referral", "stops_messages", "patient_died")


@dataclass(frozen=True, slots=True)
class Standing:
    """A reason as it stands in the list; `shipped` until somebody changes it."""

    id: int
    code: str
    step: str
    label: str
    who: str
    needs_comment: bool
    ends_referral: bool
    stops_messages: bool
    patient_died: bool
    position: int
    until_on: date | None
    shipped: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReason:
    """What a manager says about one; `until_on` is the day from which on it is given no more."""

    step: str
    label: str
    who: str = "either"
    needs_comment: bool = False
    ends_referral: bool = False
    stops_messages: bool = False
    patient_died: bool = False
    until_on: date | None = None
    place: int = 0

    def checked(self) -> dict[str, Any]:
        """The columns to keep; Lacking with a sentence for each that is missing or wrong."""
        said = field.gathered(
            step=self._step,
            label=lambda: field.line(self.label, most=160, least=1, what="The reason"),
            who=lambda: chosen(Party, self.who).value,
            until_on=self._until,
        )
        flags = {name: getattr(self, name) for name in FLAGS}
        return said | flags | ({"stops_messages": True} if self.patient_died else {})

    def _step(self) -> str:
        if self.step not in steps_with_reasons():
            raise Refusal("Choose a step that asks for a reason.")
        return self.step

    def _until(self) -> date | None:
        if self.until_on and self.until_on < clock.now().date():
            raise Refusal("What was given in the past stays given. Choose today or a later day.")
        return self.until_on


def steps_with_reasons() -> dict[str, str]:
    """Every step that asks for a reason, by its name, with its label."""
    steps = {step.name: step.label for step in STEPS.values() if Ask.REASON in step.asks}
    return steps | {REJECT: "Reject what arrived"}


def every_reason(actor: Actor) -> list[Standing]:
    """All of them, those that have ended too, by step and in the order people choose from."""
    actor.must(Permission.WORKFLOW_EDIT)
    c = reason.c
    wanted = select(*(c[name] for name in Standing.__slots__)).order_by(c.step, c.position, c.id)
    with reading() as db:
        return [Standing(*row) for row in db.execute(wanted)]


def add_reason(actor: Actor, new: NewReason) -> int:
    """From now on it can be given; its id. Reasons are the group's, so that sites compare."""
    must_edit(actor, ())
    values = new.checked()
    with work() as db:
        number = db.execute(select(func.coalesce(func.max(reason.c.id), 0))).scalar_one() + 1
        values |= {"code": f"{values['step']}.own_{number}", "shipped": False}
        return REASONS.add(db, actor, values, new.place, _what(values, "can be given"))


def change_reason(actor: Actor, reason_id: int, version: int, new: NewReason) -> None:
    """Word it differently, or end it from a day on; at least one without an end stays for each step."""
    must_edit(actor, ())
    values = new.checked()
    with work() as db:
        row = REASONS.current(db, actor, reason_id, version)
        if values["step"] != row.step:
            raise Lacking({"step": "A reason belongs to its step. End it, and add one at the other."})
        if values["until_on"]:
            _refuse_last(db, row)
        said = "is given no more" if values["until_on"] else "is worded or placed differently"
        changed = any(values[name] != getattr(row, name) for name in values)
        edited = {"shipped": False} if changed else {}
        REASONS.write(db, actor, row, values | edited, _what(values, said), new.place)


def _refuse_last(db: Connection, row: Any) -> None:
    """Whoever has to give a reason must find one that anybody can give."""
    c = reason.c
    stays = [c.step == row.step, c.id != row.id, c.who == Party.EITHER, c.until_on.is_(None)]
    if db.execute(select(c.id).where(*stays).limit(1)).first() is None:
        raise NotNow(f"“{row.label}” is the last reason that anybody can give here. Add another one first.")


def _what(values: dict[str, Any], said: str) -> str:
    return f"“{values['label']}” {said} for “{steps_with_reasons()[values['step']]}”"
