"""The box beside a referral: its buttons, or the form of the chosen step, also when somebody else was faster."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from core.access import Actor
from core.audit import Entry
from core.referral import STEPS, Answers, Referral, Step, wording
from pages.parts.fields import Fields
from pages.parts.icons import sign
from pages.parts.sheet import Sheet
from pages.parts.step_form import begun, step_form
from pages.parts.steps import steps
from pages.parts.timeline import timeline

WRITTEN = ("comment", "summary", "diagnosis", "findings", "treatment", "recommendations")
"""What somebody may have put into words in a form."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before them: the referral's version and the newest thing on its timeline."""

    version: int
    newest: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A step to be taken as it was answered, from what was seen; `fields` can say what was wrong with it."""

    step: Step
    given: Answers
    seen: Seen
    sheet: Sheet
    fields: Fields | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written for a step that is no longer possible, to be kept as a note."""

    text: str
    sheet: Sheet


def seen(r: Referral, entries: Sequence[Entry]) -> Seen:
    """What is on the screen now."""
    return Seen(r.now.version, entries[0].id if entries else 0)


def next_step(actor: Actor, r: Referral, entries: Sequence[Entry], sheet: Sheet, before: Seen) -> Asked | Kept | None:
    """Draw the box; what somebody asks for, from what they had before them. The open step stands in the address."""
    box, now = st.empty(), seen(r, entries)
    step = STEPS.get(st.query_params.get("step", ""))
    if step is None or not (step in r.steps or _sheet(r, step).noted("seen")):
        with box.container():
            if step:
                st.info(f"“{wording(step, r.now.direction)}” is not possible now: {r.stage_label.lower()}.")
            pressed = steps(r, sheet)
        if pressed is None:
            return None
        if not pressed.asks:
            return Asked(pressed.step, Answers(), before, sheet)
        step = pressed.step
        st.query_params["step"] = step.name
        _sheet(r, step).note("seen", now)
    with box.container():
        asked, back = form(actor, r, step, entries)
    if back:
        _sheet(r, step).note("seen", None)
        st.query_params.pop("step", None)
        with box.container():
            steps(r, sheet)
    return asked


def _sheet(r: Referral, step: Step) -> Sheet:
    return Sheet(f"step-{r.now.id}-{step.name}")


def form(actor: Actor, r: Referral, step: Step, entries: Sequence[Entry]) -> tuple[Asked | Kept | None, bool]:
    """The form of one step, and whether its person wants back to the buttons.

    Whoever was overtaken sees what happened, and goes on by a button that was not there before: no click made in
    ignorance of it sends anything.
    """
    sheet, now = _sheet(r, step), seen(r, entries)
    st.html(f'<h2 class="box">{escape(wording(step, r.now.direction))}</h2>')
    then: Seen = sheet.noted("seen") or now
    sheet.note("seen", then)
    notice = st.empty()
    fields = Fields(sheet, begun(r, step))
    given = step_form(actor, r, step, fields)
    if then.version != now.version:
        with notice.container(key="overtaken"):
            _overtaken(r, step, [entry for entry in entries if entry.id > then.newest])
    written = "\n".join(text for text in (getattr(given, name) for name in WRITTEN) if text.strip())
    with st.container(horizontal=True, key="step-foot"):
        sent = _send(r, step, sheet, changed=then.version != now.version, written=bool(written))
        back = st.button("Back", key=sheet.key("back"))
    if sent and step not in r.steps:
        return Kept(written, sheet), back
    return (Asked(step, given, now, sheet, fields) if sent else None), back


def _send(r: Referral, step: Step, sheet: Sheet, *, changed: bool, written: bool) -> bool:
    """What sends the form; of a step that is no longer possible, what was written can be kept."""
    label, icon = wording(step, r.now.direction), sign(step.kind)
    if step not in r.steps:
        label, icon = "Keep what I wrote as a note", "sticky_note_2"
        if not written:
            return False
    elif changed:
        label = "Go on with mine"
    key = sheet.key(f"send-{r.now.version if changed else ''}")
    return st.button(label, type="primary", icon=f":material/{icon}:", shortcut="Ctrl+Enter", key=key)


def _overtaken(r: Referral, step: Step, since: Sequence[Entry]) -> None:
    """What somebody else did meanwhile, beside what this person wrote."""
    label = wording(step, r.now.direction)
    ends = "" if step in r.steps else f" “{label}” is not possible any more."
    st.text(f"Somebody was faster. It stands at “{r.stage_label}” now; nothing you wrote is lost.{ends}")
    timeline(since, r.zone, key="since", flow=r.flow)
