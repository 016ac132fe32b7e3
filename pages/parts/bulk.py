"""Many referrals at once: what to do is asked once, and what became of each is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

import streamlit as st

from core import referral
from core.access import Actor, Permission
from core.referral import Row, Step, Wanted, wording
from core.several import MOST, Became, Chosen
from pages.parts.fields import Fields
from pages.parts.flash import again, redraw
from pages.parts.left_tasks import stay_open
from pages.parts.links import to
from pages.parts.sheet import Sheet
from pages.parts.step_form import step_form
from pages.parts.table import Cell, Column, Empty, Picked, table
from pages.parts.table import Row as Line
from pages.parts.viewer import viewer

POOL = 0
Act = partial[Iterator[Became]]
"""Something to be done to all of them; it still wants to be told who acts and on which."""


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


def bulk(actor: Actor, wanted: Wanted, asked: Picked) -> None:
    """Open the dialog for what was chosen in a list."""
    several = referral.all_that_fit(actor, wanted) if asked.all else [Chosen(*one) for one in asked.rows[:MOST]]
    Sheet("bulk").done()
    st.dialog(f"{len(several)} referrals", width="medium", on_dismiss="rerun")(_dialog)(tuple(several))


def _dialog(several: tuple[Chosen, ...]) -> None:
    actor, sheet = viewer(), Sheet("bulk")
    before: Work | None = sheet.noted("work")
    work = _ask(actor, several, sheet) if before is None else _look(actor, before, sheet)
    if work is not before:
        sheet.note("work", work)
        redraw()


def _ask(actor: Actor, several: tuple[Chosen, ...], sheet: Sheet) -> Work | None:
    """What to do, and what that wants to know; done once somebody says so."""
    rows = referral.some(actor, [one.id for one in several])
    if not rows:
        st.text("None of these is at your sites any more.")
        return None
    steps = {step.name: step for step in referral.common_steps(actor, rows)}
    ways = {name: wording(step, rows[0].now.direction) for name, step in steps.items()}
    ways |= {"assign": "Give to somebody", "note": "Add a note"}
    fields = Fields(sheet)
    way = fields.choose("way", "What to do with them", ways, "Choose what all of them can take")
    if way is None:
        return None
    act = _act(actor, rows, steps.get(way), way, fields)
    label = f"{ways[way]}: {len(several)} referrals"
    if not st.button(label, type="primary", key=sheet.key("go"), disabled=act is None) or act is None:
        return None
    return _run(actor, several, act, ways[way], fields)


def _act(actor: Actor, rows: Sequence[Row], step: Step | None, way: str, fields: Fields) -> Act | None:
    """What is to be done, once it has been said."""
    if step:
        given = step_form(actor, referral.one(actor, rows[0].id), step, fields)
        return partial(referral.take_steps, name=step.name, given=given)
    if way == "note":
        text = fields.ask("note", st.text_area, "Note", height=92)
        return partial(referral.note_each, text=text)
    sites = {row.now.site_id for row in rows}
    may = actor.may(Permission.REFERRAL_ASSIGN)
    people = {one.id: one.name for one in referral.owners(actor, *sites) if may or one.id == actor.account_id}
    owner = fields.choose("owner", "Give to", people | ({POOL: "Back to the site’s pool"} if may else {}), "Choose who")
    return None if owner is None else partial(referral.assign_each, owner_id=owner or None)


def _run(actor: Actor, several: Sequence[Chosen], act: Act, label: str, fields: Fields | None = None) -> Work | None:
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


def _look(actor: Actor, work: Work, sheet: Sheet) -> Work:
    """What became of them; those that were refused can be tried again as they stand now."""
    done = len(work.became) - len(work.refused)
    told = [f"{done} done{f', {len(work.refused)} refused' if work.refused else ''}"]
    told += [words] if (words := stay_open(sum(one.left for one in work.became))) else []
    st.html(f"<p><b>{'. '.join(told)}.</b></p>")
    rows = {row.id: row for row in referral.some(actor, [one.chosen.id for one in work.refused])}
    if rows:
        table(
            "Refused",
            [Column("Patient", place="title"), Column("Why")],
            [_line(rows[one.chosen.id], one.refused) for one in work.refused if one.chosen.id in rows],
            Empty(""),
            key=sheet.key(f"refused-{len(work.became)}-{done}"),
        )
    with st.container(horizontal=True):
        these = "it" if len(rows) == 1 else f"these {len(rows)}"
        retry = bool(rows) and st.button(f"Try {these} again", key=sheet.key(f"again-{done}"))
        close = st.button("Close", type="primary", key=sheet.key(f"close-{done}"))
    if close:
        again(f"{work.label}: {done} done")
    if not retry:
        return work
    tried = _run(actor, [Chosen(row.id, row.now.version) for row in rows.values()], work.act, work.label)
    before = tuple(one for one in work.became if not one.refused)
    return Work(work.act, work.label, before + (tried.became if tried else ()))


def _line(row: Row, why: str) -> Line:
    cells = (Cell(row.patient, under=f"{row.now.reference} · {row.stage_label}"), Cell(why))
    return Line(row.id, cells, href=to("referral", id=row.id))
