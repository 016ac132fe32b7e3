"""Everything about one referral in one order: what happened, what was written to whom, and chips that narrow it."""

from collections.abc import Sequence
from itertools import chain, filterfalse

import streamlit as st

from core.audit import Entry
from core.message import Line
from core.referral import Referral
from pages.parts.filters import Field, Tab, chosen, filters
from pages.parts.icons import WRITTEN
from pages.parts.links import to
from pages.parts.states import STATES
from pages.parts.timeline import Telling, drawn, is_mention, telling

STRANDS = {"": "Everything", "steps": "Steps", "messages": "Messages", "tasks": "Tasks", "documents": "Documents"}
OF = {"message": "messages", "task": "tasks", "document": "documents"}
"""The strand of an event by the first word of its kind; everything else is a step or says something about one."""


def story(r: Referral, entries: Sequence[Entry], letters: Sequence[Line]) -> None:
    """Newest first, as much of it as the address asks for."""
    told = list(chain((telling(each, r.flow) for each in filterfalse(_stands_already, entries)), map(_letter, letters)))
    shown = chosen([Field("show", "Show", choices=STRANDS)])["show"]
    several = {code: sum(_strand(each) == code for each in told) for code in STRANDS}
    tabs = [Tab(code or "all", name, several[code] if code else None) for code, name in STRANDS.items()]
    filters((), {"id": str(r.now.id), "show": shown}, [tab for tab in tabs if tab.count != 0], tab="show")
    kept = [each for each in told if not shown or _strand(each) == shown]
    if not kept:
        st.text(f"No {STRANDS[shown].lower()} yet.")
    drawn(sorted(kept, key=lambda each: each.at, reverse=True), r.zone)


def _stands_already(entry: Entry) -> bool:
    """A mention stands as the note, and what somebody wrote as the message that it became."""
    return is_mention(entry) or entry.kind == WRITTEN


def _strand(each: Telling) -> str:
    return OF.get(each.kind.partition(":")[0], "steps")


def _letter(line: Line) -> Telling:
    """A message stands where its fate was settled, and opens as it left."""
    state = STATES[line.state].label.lower()
    return Telling(
        at=line.settled_at or line.created_at,
        kind=WRITTEN,
        sentence=line.headline,
        who=f"{f'{line.author} ' if line.author else ''}to {line.to_name}, {state}",
        href=to("messages", id=line.id),
    )
