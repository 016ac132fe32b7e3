"""Many referrals at once: what to do with them is asked once."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from core import referral
from core.access import Actor, Permission
from core.referral import Row, Step, Wanted, wording
from core.several import MOST, Became, Chosen
from pages.parts.bulk_work import Act, Work, look, run
from pages.parts.fields import Fields
from pages.parts.flash import redraw
from pages.parts.links import to
from pages.parts.sheet import Sheet
from pages.parts.step_form import step_form
from pages.parts.table import Cell, Picked
from pages.parts.table import Row as Line
from pages.parts.viewer import viewer

POOL = 0


def bulk(actor: Actor, wanted: Wanted, asked: Picked) -> None:
    """Open the dialog for what was chosen in a list."""
    several = referral.all_that_fit(actor, wanted) if asked.all else [Chosen(*one) for one in asked.rows[:MOST]]
    Sheet("bulk").done()
    st.dialog(f"{len(several)} referrals", width="medium", on_dismiss="rerun")(_dialog)(tuple(several))


def _dialog(several: tuple[Chosen, ...]) -> None:
    actor, sheet = viewer(), Sheet("bulk")
    before: Work | None = sheet.noted("work")
    work = (
        _ask(actor, several, sheet)
        if before is None
        else look(actor, before, sheet, "Patient", partial(_standing, actor))
    )
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
    return run(actor, several, act, ways[way], fields)


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


def _standing(actor: Actor, refused: Sequence[Became]) -> dict[int, Line]:
    why = {one.chosen.id: one.refused for one in refused}
    return {row.id: _line(row, why[row.id]) for row in referral.some(actor, list(why))}


def _line(row: Row, why: str) -> Line:
    cells = (Cell(row.patient, under=f"{row.now.reference} · {row.stage_label}"), Cell(why))
    return Line(row.id, cells, href=to("referral", id=row.id), version=row.now.version)
