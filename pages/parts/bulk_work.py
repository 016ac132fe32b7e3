"""Something done to many things at once: how far it has come, what became of each, and those refused tried again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

import streamlit as st

from core.access import Actor
from core.several import Became, Chosen
from pages.parts.fields import Fields
from pages.parts.flash import again
from pages.parts.left_tasks import stay_open
from pages.parts.sheet import Sheet
from pages.parts.table import Column, Empty, Row, table

Act = partial[Iterator[Became]]
"""Something to be done to all of them; it still wants to be told who acts and on which."""
Standing = Callable[[Sequence[Became]], Mapping[int, Row]]
"""Those that were refused as they stand now, with why, as lines of a table that carry their version."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is being done, to which of them, and what became of each so far."""

    act: Act
    label: str
    became: tuple[Became, ...]

    @property
    def refused(self) -> tuple[Became, ...]:
        """Those that were not done."""
        return tuple(one for one in self.became if one.refused)


def run(actor: Actor, several: Sequence[Chosen], act: Act, label: str, fields: Fields | None = None) -> Work | None:
    """Do it, and show how far it has come. What the first one lacks they all lack: then nothing is done."""
    each = act(actor, several)
    first = next(each, None)
    if first and first.fields and fields:
        fields.refuse(first.fields)
        return None
    done: list[Became] = []
    bar = st.progress(0.0)
    for one in chain([first] if first else [], each):
        done.append(one)
        bar.progress(len(done) / len(several), f"{len(done)} of {len(several)}")
    bar.empty()
    return Work(act, label, tuple(done))


def look(actor: Actor, work: Work, sheet: Sheet, title: str, standing: Standing) -> Work:
    """What became of them; those that were refused can be tried again as they stand now."""
    done = len(work.became) - len(work.refused)
    told = [f"{done} done{f', {len(work.refused)} refused' if work.refused else ''}"]
    told += [words] if (words := stay_open(sum(one.left for one in work.became))) else []
    st.html(f"<p><b>{'. '.join(told)}.</b></p>")
    rows = standing(work.refused) if work.refused else {}
    if rows:
        key = sheet.key(f"refused-{len(work.became)}-{done}")
        table("Refused", [Column(title, place="title"), Column("Why")], list(rows.values()), Empty(""), key=key)
    with st.container(horizontal=True):
        these = "it" if len(rows) == 1 else f"these {len(rows)}"
        retry = bool(rows) and st.button(f"Try {these} again", key=sheet.key(f"again-{done}"))
        close = st.button("Close", type="primary", key=sheet.key(f"close-{done}"))
    if close:
        again(f"{work.label}: {done} done")
    if not retry:
        return work
    tried = run(actor, [Chosen(row.id, row.version) for row in rows.values()], work.act, work.label)
    before = tuple(one for one in work.became if not one.refused)
    return Work(work.act, work.label, before + (tried.became if tried else ()))
