"""What can be done next with a referral: the one likely step, the others quietly, the rare ones under More."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from core.referral import Ask, Referral, Stage, Step, wording
from pages.parts.icons import sign
from pages.parts.sheet import Sheet

RARE = {"hold", "ask_cancel", "set_urgency", "lose", "reopen", "correct", "correct_report"}
QUIET = {Ask.COMMENT, Ask.BEHALF, Ask.AGAIN, Ask.TASKS}
"""What does not hold anybody up: it can be said, and the step taken without."""
UNDECIDED = {Stage.SENT, Stage.ACKNOWLEDGED, Stage.NEEDS_INFORMATION}


@dataclass(frozen=True, slots=True)
class Pressed:
    """A step that somebody chose; it `asks` before it is taken."""

    step: Step
    asks: bool


def steps(r: Referral, sheet: Sheet) -> Pressed | None:
    """Draw the buttons; the one that was pressed, if any."""
    first, others, rare = arranged(r)
    todo = r.todo or "Nothing more to do"
    st.html(f'<h2 class="box">Next step <small>{escape(todo)}</small></h2>')
    pressed = _first(r, first, sheet) if first else None
    with st.container(key="other-steps", gap=None):
        for step in others:
            if _button(r, step, sheet, "tertiary"):
                pressed = Pressed(step, asks(step, r))
        if rare:
            chosen = st.menu_button(
                "More",
                rare,
                key=sheet.key("more"),
                format_func=lambda step: wording(step, r.now.direction),
                icon=":material/more_horiz:",
                type="tertiary",
                width="stretch",
            )
            pressed = Pressed(chosen, asks(chosen, r)) if chosen else pressed
    return pressed


def asks(step: Step, r: Referral) -> bool:
    """Whether it wants to know something before it is taken: also what the group insists on and is not there yet, and
    what becomes of open tasks that people added."""
    about_tasks = r.added > 0 and Ask.TASKS in step.offers
    return about_tasks or bool(step.needs or r.lacks.get(step.name) or set(step.offers) - QUIET)


def arranged(r: Referral) -> tuple[Step | None, list[Step], list[Step]]:
    """The likely step if it is this person's to take, the others, and the rare ones."""
    likely = [step for step in r.steps if step.name == "resume" or r.now.stage in step.likely][:1]
    rest = [step for step in r.steps if step not in likely]
    rare = [step for step in rest if _is_rare(r, step, {each.name for each in r.steps})]
    return likely[0] if likely else None, [step for step in rest if step not in rare], rare


def _is_rare(r: Referral, step: Step, others: set[str]) -> bool:
    """Whoever signs reports seldom prepares one for somebody else."""
    if step.name == "prepare_report":
        return "report" in others
    return step.name in RARE or (step.exits and r.now.stage not in UNDECIDED)


def _first(r: Referral, step: Step, sheet: Sheet) -> Pressed | None:
    if asks(step, r) or not step.offers:
        return Pressed(step, asks(step, r)) if _button(r, step, sheet, "primary") else None
    with st.container(horizontal=True, gap="small", key="first-step"):
        at_once = _button(r, step, sheet, "primary")
        commented = st.button(
            "With a comment", icon=":material/edit_note:", key=sheet.key("commented"), help="With a comment"
        )
    return Pressed(step, asks=commented) if at_once or commented else None


def _button(r: Referral, step: Step, sheet: Sheet, kind: str) -> bool:
    return st.button(
        wording(step, r.now.direction),
        icon=f":material/{sign(step.kind)}:",
        type=kind,
        width="stretch",
        key=sheet.key(step.name),
    )
