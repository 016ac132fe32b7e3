"""Stages: what they are called each way in the group or at a site, and which of them a site does without."""

import streamlit as st

from core.access import Actor
from core.referral import STAGES, Direction, Stage, label, tailored
from core.referral.tailored import OPTIONAL, Naming, naming
from core.workflow import Workflow
from pages.parts.badges import stage_tone
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet
from pages.parts.table import Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer
from pages.parts.workflow.places import WHOLE, actions

COLUMNS = [
    Column("Stage", "badge", "title"),
    Column("Inbound"),
    Column("Outbound"),
    Column("Internal"),
    Column("Used", place="corner"),
]
USE = {None: "As the group has it", True: "Do without it", False: "Use it"}


def stages(actor: Actor, flow: Workflow, site_id: int | None, called: str) -> None:
    """The table of one place, and the dialog of the stage that is changed."""
    rows = [_row(actor, flow, stage, site_id, n) for n, stage in enumerate(STAGES, 1)]
    asked = table("Stages", COLUMNS, rows, Empty(""))
    if asked:
        stage = list(STAGES)[asked.id - 1]
        read = naming(flow, stage, site_id)
        st.dialog(f"{STAGES[stage].inbound}: {called}", on_dismiss="rerun")(_form)(stage, site_id, read)


def _row(actor: Actor, flow: Workflow, stage: Stage, site_id: int | None, number: int) -> Row:
    here = naming(flow, stage, site_id)
    names = [
        Cell(label(stage, way, flow, site_id), mark="own" if here.labels.get(way) else "", mark_tone="teal")
        for way in Direction
    ]
    hidden = (site_id is not None and flow.hides(stage, site_id)) or (site_id is None and bool(here.hidden))
    said = "Hidden" if hidden else "Always" if stage not in OPTIONAL else "Yes"
    stands = Cell(STAGES[stage].inbound, tone=stage_tone(stage))
    return Row(number, (stands, *names, Cell(said)), actions=actions(actor, [site_id]))


def _form(stage: Stage, site_id: int | None, read: Naming) -> None:
    actor = viewer()
    sheet = Sheet(f"stage-{stage}-{site_id}")
    fields = Fields(sheet)
    labels = {
        way.value: fields.ask(
            way, st.text_input, f"Called, {way}", value=read.labels.get(way, ""), placeholder=label(stage, way)
        )
        for way in Direction
    }
    hidden = read.hidden
    if stage in OPTIONAL:
        ways, words = ([None, False, True], USE) if site_id else ([None, True], USE | {None: USE[False]})
        index = ways.index(read.hidden) if read.hidden in ways else 0
        hidden = fields.ask("hidden", st.selectbox, "This stage", options=ways, index=index, format_func=words.get)
        fields.remark("hidden", "What stands there already stays, and goes on from there.")
    if st.button("Save", type="primary", width="stretch", key=sheet.key("save")):
        new = Naming({way: text.strip() for way, text in labels.items() if text.strip()}, hidden)
        saved = do(tailored.set_stage, actor, stage, site_id, read, new, said="Every page says so from now on.")
        fields.refuse(saved.fields)


def place_name(site_id: int | None, names: dict[int, str]) -> str:
    """The whole group, or the site."""
    return WHOLE if site_id is None else names.get(site_id, "")
