"""The dialogs about escalation: each part as its few fields, read back as the sentence that it will be."""

from collections.abc import Callable, Mapping
from datetime import time
from html import escape

import streamlit as st

from core import alert, directory
from core.access import Actor
from core.alert import Level, Part, Patience, Quiet, Rung, Setting, Way
from core.directory import Urgency
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet

PARTS = {
    Level.OWNER.value: "The owner",
    Level.MANAGER.value: "Managers",
    Level.OPERATOR.value: "Operators",
    "quiet": "Quiet hours",
    "stalled": "Stalled",
}
"""What each part is called, in the order in which they are read."""
WAYS = {
    Way.URGENT: "At once when urgent, else in the morning mail",
    Way.MORNING: "In the morning mail",
    Way.NOW: "Always at once",
}
PRESSING = (Urgency.URGENT, Urgency.SUSPECTED_CANCER)
COUNTED = {True: "hours in which the site is open", False: "hours, day and night"}


@st.dialog("Set it for a site", on_dismiss="rerun")
def differ(actor: Actor, settings: list[Setting]) -> None:
    """Which site, and what there is otherwise than in the group."""
    fields = Fields(Sheet("escalation-site"))
    sites = {site.id: site.name for site in directory.sites(actor)}
    only = next(iter(sites)) if len(sites) == 1 else None
    site_id = only or fields.choose("site", "Site", sites, "Choose the site")
    if site_id is None:
        return
    taken = {one.name for one in settings if one.site_id == site_id}
    free = {name: label for name, label in PARTS.items() if name not in taken}
    name = fields.choose("part", "What is otherwise there", free, "Choose what", of=site_id)
    if name is not None:
        group = next(one for one in settings if one.site_id is None and one.name == name)
        _form(actor, fields, site_id, name, group.part, 0)


@st.dialog("Change how alerts climb", on_dismiss="rerun")
def change(actor: Actor, one: Setting) -> None:
    """One part as it stands, and the way back to what holds without it."""
    st.html(f"<p><b>{escape(PARTS[one.name])}</b> · {escape(one.place)}</p>")
    fields = Fields(Sheet(f"escalation-{one.site_id}-{one.name}-{one.version}"))
    _form(actor, fields, one.site_id, one.name, one.part, one.version)
    if one.own:
        back = "Do as the group does" if one.site_id else "Do as Baton was shipped"
        if st.button(back, icon=":material/undo:", width="stretch", key=fields.sheet.key("back")):
            do(alert.drop_part, actor, one.site_id, one.name, one.version, said="It is as it was before.")


def _form(actor: Actor, fields: Fields, site_id: int | None, name: str, now: Part, version: int) -> None:
    """Its fields, the sentence that they make, and the way to keep it."""
    part = FORMS[type(now)](fields, now, f"{site_id}-{name}")
    st.html(f'<p class="remark">{escape(alert.said(name, part))}</p>')
    if st.button("Save", type="primary", width="stretch", key=fields.sheet.key("save")):
        kept = do(alert.set_part, actor, site_id, name, part, version, said="It holds from the next alert on.")
        fields.refuse(kept.fields)


def _rung(fields: Fields, now: Rung, of: str) -> Rung:
    told = fields.ask("told", st.toggle, "They are told", value=now.told, of=of)
    after = fields.ask("after", st.number_input, "How many hours later", min_value=0, value=now.after, of=of)
    counts, ways = list(COUNTED), list(WAYS)
    opened = fields.ask(
        "open", st.selectbox, "Counted in", options=counts, index=counts.index(now.open), format_func=COUNTED.get, of=of
    )
    way = fields.ask(
        "way", st.selectbox, "How", options=ways, index=ways.index(now.way), format_func=WAYS.get, of=of
    )  # fmt: skip
    return Rung(told, int(after or 0), bool(opened), Way(way))


def _quiet(fields: Fields, now: Quiet, of: str) -> Quiet:
    left, right = st.columns(2)
    with left:
        begins = fields.ask("from", st.time_input, "Quiet from", value=_clock(now.begins), of=of)
    with right:
        ends = fields.ask("until", st.time_input, "Until, when the morning mail leaves", value=_clock(now.ends), of=of)
    closed = fields.ask("closed", st.toggle, "Also on days on which the site is closed", value=now.closed_days, of=of)
    now_wakes = [each for each in PRESSING if each in now.wakes]
    wakes = fields.ask(
        "wakes", st.multiselect, "Mailed at any hour", options=list(PRESSING), default=now_wakes,
        format_func=_urgency, placeholder="Nothing", of=of,
    )  # fmt: skip
    return Quiet(_minute(begins), _minute(ends), bool(closed), frozenset(Urgency(each) for each in wakes))


def _patience(fields: Fields, now: Patience, of: str) -> Patience:
    days = {}
    for urgency, column in zip(Urgency, st.columns(len(Urgency)), strict=True):
        with column:
            how = {"min_value": 1, "value": now.days[urgency], "of": of}
            given = fields.ask(urgency.value, st.number_input, urgency.label, **how)
            days[urgency] = int(given or 0)
    return Patience(days)


FORMS: Mapping[type, Callable[[Fields, Part, str], Part]] = {Rung: _rung, Quiet: _quiet, Patience: _patience}  # type: ignore[dict-item]


def _urgency(code: str) -> str:
    return Urgency(code).label


def _clock(minute: int) -> time:
    return time(*divmod(minute % (24 * 60), 60))


def _minute(given: time | None) -> int:
    return given.hour * 60 + given.minute if given else 0
