"""The dialogs about a deadline: what it is for, how long it takes, when to warn, and whether it stands still."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape

import streamlit as st

from core import directory, sla
from core.access import Actor
from core.directory import Specialty, Urgency
from core.sla import Listed, Policy, Scope, Unit, Warn, What
from pages.parts.fields import Fields
from pages.parts.finder import PRACTICE
from pages.parts.flash import again, do
from pages.parts.sheet import Sheet

ANY_URGENCY = {"": "Any urgency", **{one.value: one.label for one in Urgency}}
ANY_SPECIALTY = {"": "Anything", **{one.value: one.label for one in Specialty}}
ANY_WAY = {"": "Any direction", "inbound": "Inbound", "outbound": "Outbound", "internal": "Internal"}
GROUP = "The whole group"
SAVED = "It is set. Open referrals are worked out anew."


@st.dialog("Add a deadline", on_dismiss="rerun")
def add(actor: Actor) -> None:
    """What it is for comes first: the more it names, the sooner it wins."""
    fields = Fields(Sheet("deadline-new"))
    what = fields.choose("what", "What is due", {one.value: one.label for one in What}, "Choose what is due")
    left, right = st.columns(2)
    with left:
        site_id = _site(actor, fields)
        urgency = pick(fields, "urgency", "Urgency", ANY_URGENCY)
    with right:
        direction = pick(fields, "direction", "Direction", ANY_WAY)
        specialty = pick(fields, "specialty", "For", ANY_SPECIALTY)
    practice = None
    if direction != "internal":
        practice = fields.find("provider", "Only with this practice", replace(PRACTICE, add=""))
    scope = Scope(
        what=what or "",
        direction=direction,
        urgency=urgency,
        specialty=specialty,
        provider_id=practice.id if practice else None,
        site_id=site_id,
    )
    new = _time(fields, Policy(scope=scope, amount=5))
    if st.button("Save", type="primary", width="stretch", key=fields.sheet.key("save")):
        kept = do(sla.set_deadline, actor, new)
        if kept:
            fields.sheet.done()
            again(SAVED)
        fields.refuse(kept.fields)


@st.dialog("Change a deadline", on_dismiss="rerun")
def change(actor: Actor, one: Listed) -> None:
    """How long and when to warn; what it is for stays. A shipped one goes back to what it was, others go."""
    now = one.policy
    fields = Fields(Sheet(f"deadline-{now.id}-{now.version}"))
    st.html(f"<p><b>{escape(one.what)}</b> · {escape(one.whom)} · {escape(one.site or GROUP)}</p>")
    new = _time(fields, now)
    if st.button("Save", type="primary", width="stretch", key=fields.sheet.key("save")):
        fields.refuse(do(sla.change_deadline, actor, now.id, now.version, new, said=SAVED).fields)
    if one.edited and st.button("Put it back as it was shipped", icon=":material/undo:", width="stretch"):
        do(sla.restore_deadline, actor, now.id, now.version, said="It is as it came with Baton.")
    if not now.shipped and st.button("Remove it", icon=":material/delete:", width="stretch"):
        do(sla.drop_deadline, actor, now.id, now.version, said="It is gone. The next that fits holds instead.")


def pick(fields: Fields, name: str, label: str, choices: Mapping[str, str]) -> str:
    """One of a closed list, which begins with any."""
    chosen = fields.ask(name, st.selectbox, label, options=list(choices), format_func=choices.get)
    return str(chosen or "")


def _site(actor: Actor, fields: Fields) -> int | None:
    """The group is only offered to those who may set what holds for it."""
    sites = {site.id: site.name for site in directory.sites(actor)}
    offered = {0: GROUP, **sites} if actor.every_site else sites
    chosen = fields.ask("site", st.selectbox, "Where", options=list(offered), format_func=offered.get)
    return chosen or None


def _time(fields: Fields, now: Policy) -> Policy:
    """How long, when to warn and what stops it, read back as a sentence."""
    left, right = st.columns(2)
    with left:
        amount = fields.ask("amount", st.number_input, "Within", min_value=0, value=now.amount, step=1)
    with right:
        unit = _one_of(fields, "unit", "Counted in", Unit, now.unit)
    with left:
        warn = fields.ask("warn", st.number_input, "At risk", min_value=1, value=now.warn_amount, step=1)
    with right:
        warn_unit = _one_of(fields, "warn_unit", "Which is", Warn, now.warn_unit)
    held = fields.ask("held", st.toggle, "Stands still on hold", value=now.pauses_held)
    waits = fields.ask("waits", st.toggle, "Stands still while information is awaited", value=now.pauses_waiting)
    new = replace(
        now,
        amount=amount or 0,
        unit=unit,
        warn_amount=warn or 0,
        warn_unit=warn_unit,
        pauses_held=held,
        pauses_waiting=waits,
    )
    st.html(f'<p class="odd">Within {escape(new.time)}; at risk {escape(new.warning)}.</p>')
    return new


def _one_of(fields: Fields, name: str, label: str, kind: type[Unit] | type[Warn], now: Unit | Warn) -> Unit | Warn:
    options = list(kind)
    how = {"options": options, "index": options.index(now), "format_func": lambda one: one.label.capitalize()}
    return fields.ask(name, st.selectbox, label, **how)
