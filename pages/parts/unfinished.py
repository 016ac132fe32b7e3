"""What lies on the desk: the form that is being filled in, kept as it is typed, and what was begun before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from core import clock, desk
from core.access import Actor
from core.desk import Begun, Kept, Unfinished
from core.referral import Direction
from core.settings import settings
from pages.parts.beginning import beginning
from pages.parts.fields import Fields
from pages.parts.flash import do, leave
from pages.parts.links import to
from pages.parts.sheet import Sheet

CSS = Path(__file__).with_suffix(".css")
KEEP = st.components.v2.component("keep", js=Path(__file__).with_suffix(".js").read_text())
ZONE = settings().time_zone.key
ASKS = ("draft", "onward", "patient", "recipient", "referrer", "specialty")
"""What in the address says how a form begins."""
LAG = timedelta(seconds=10)
"""How long what an address asked for before a draft was kept may still come from the browser."""
APART = (
    "This was changed in another window, taken over or sent meanwhile. Nothing is lost: what you see here is kept as a"
    " draft of its own."
)


@dataclass(slots=True)
class Desk:
    """The form on the desk of one person: its sheet, what it began with, and where it is kept."""

    actor: Actor
    sheet: Sheet
    begun: Begun
    fields: Fields = field(init=False)

    def __post_init__(self) -> None:
        """Its fields begin with what is known."""
        self.fields = Fields(self.sheet, self.begun.said)

    @property
    def kept(self) -> Kept | None:
        """The draft that it is, once there is something to keep."""
        return self.sheet.noted("kept")

    def keep(self, direction: Direction, site_id: int | None, *, now: bool = False) -> Kept | None:
        """Keep it as it stands, if anything was changed since; with `now` in any case."""
        said = self.fields.said
        then = self.sheet.noted("then") or (said, direction)
        self.sheet.note("then", then)
        if not now and ((said, direction) == then or not (self.kept or self.fields.touched)):
            return self.kept
        asked = Begun(direction=direction, said=said, site_id=site_id, onward_from_id=self.begun.onward_from_id)
        before = self.kept
        done = do(desk.keep, self.actor, asked, before.id if before else None, before.saved_at if before else None)
        if done.result is None:
            return before
        if asks := self.sheet.noted("asks"):
            self.sheet.note("left", asks)
        for name, value in (("kept", done.result), ("then", (said, direction)), ("asks", None)):
            self.sheet.note(name, value)
        if done.result.apart:
            self.sheet.note("apart", True)
        address(direction, draft=done.result.id)
        return done.result


def address(direction: Direction, **asks: Any) -> None:
    """What the address says from now on: a reload opens the same form."""
    st.query_params.from_dict({"direction": direction, **{name: str(value) for name, value in asks.items()}})


def open_desk(actor: Actor) -> Desk:
    """The form that was begun, or the one that the address asks for; a fresh one begins with what that says."""
    st.html(CSS)
    KEEP(key="keep", height=1)
    sheet = Sheet("refer")
    asks = {name: st.query_params[name] for name in ASKS if name in st.query_params}
    kept: Kept | None = sheet.noted("kept")
    if kept and _lags(sheet, kept, asks):
        asks = {"draft": str(kept.id)}
        address(sheet.noted("direction"), **asks)
    mine = kept is not None and asks.get("draft") == str(kept.id)
    if asks and not mine and asks != sheet.noted("asks"):
        sheet.done()
        sheet = Sheet("refer")
        began = do(beginning, actor, asks)
        sheet.note("asks", asks)
        sheet.note("beginning", began.result)
    begun, kept = sheet.noted("beginning") or (None, None)
    if kept and not sheet.noted("kept"):
        sheet.note("kept", kept)
    return Desk(actor, sheet, begun or Begun(direction=Direction.INBOUND, said={}))


def _lags(sheet: Sheet, kept: Kept, asks: Mapping[str, str]) -> bool:
    """Whether a browser that is typed into quickly has not heard yet that the address is the draft's by now."""
    return bool(asks) and asks == sheet.noted("left") and clock.now() - kept.saved_at < LAG


def others(of: Desk) -> None:
    """When this was kept, and behind a quiet button what else was begun and not sent. Always one container, so that
    nothing beside or below it is drawn anew when something appears in it."""
    now = of.kept.id if of.kept else 0
    mine = [each for each in desk.unfinished(of.actor) if each.id != now]
    left = desk.left_by_others(of.actor)
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small", key="unfinished"
    ):
        if of.kept:
            st.html(f"<p>Draft kept {clock.spoken(of.kept.saved_at, ZONE)}</p>")
            if st.button("Begin another", type="tertiary", icon=":material/add:", key="another"):
                of.sheet.done()
                leave("refer.py", "")
        if mine or left:
            with st.popover(f"Unfinished ({len(mine) + len(left)})", type="tertiary", key="unfinished-list"):
                _list(of, mine, left)


def apart(of: Desk) -> None:
    """Say that this form went its own way; always one container."""
    with st.container():
        if of.sheet.noted("apart"):
            st.info(APART, icon=":material/call_split:")


def _list(of: Desk, mine: Sequence[Unfinished], left: Sequence[Unfinished]) -> None:
    for each in mine:
        _mine(of, each)
    if left:
        st.html("<h2>Left by colleagues</h2>")
    for each in left:
        _left(of, each)


def _row(each: Unfinished, who: str = "") -> None:
    when = clock.spoken(each.saved_at, ZONE)
    about = " · ".join(part for part in (each.direction.capitalize(), who, f"last typed {when}") if part)
    st.html(f"<p><b>{escape(each.title)}</b><small>{escape(about)}</small></p>")


def _mine(of: Desk, each: Unfinished) -> None:
    """Thrown away only when somebody says so twice."""
    sure = f"sure-{each.id}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False, key=f"draft-{each.id}"):
        _row(each)
        st.html(f'<a data-go href="{to("refer", draft=each.id)}">Continue</a>')
        if not of.sheet.noted(sure):
            st.button("Discard", type="tertiary", key=f"discard-{each.id}", on_click=of.sheet.note, args=(sure, True))
        elif st.button("Discard for good", type="tertiary", key=f"discard-sure-{each.id}") and do(
            desk.discard, of.actor, each.id
        ):
            leave("refer.py", f"The draft about {each.title} is discarded")


def _left(of: Desk, each: Unfinished) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False, key=f"draft-{each.id}"):
        _row(each, f"left by {each.author}")
        if st.button("Take over", key=f"take-{each.id}") and do(desk.take_over, of.actor, each.id):
            leave("refer.py", f"The draft about {each.title} is yours now", draft=each.id)
