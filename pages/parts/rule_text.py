"""Rules as text: taken along, and brought in once it is seen what that adds and changes."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.access import Actor
from core.rule.carrying import Coming, bring_in, looked_at, taken_along
from pages.parts.fields import Fields
from pages.parts.flash import do, leave
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.provider_views import CSS as VIEWS
from pages.parts.rule_workshop import CSS
from pages.parts.sheet import Sheet
from pages.parts.table import Cell, Column, Empty, Row, table

COLUMNS = [Column("Line", "number", "nowhere"), Column("Rule", "long", "title"), Column("", "badge", "corner")]
CAPTION = "Paste rules or choose a file. You see what would be added and changed before anything is."


def text_menu(actor: Actor) -> None:
    """The two ways, quietly beside the list."""
    with st.popover("As text", icon=":material/description:", type="tertiary"):
        _export("Export all rules", lambda: taken_along(actor), "baton-rules")
        if st.button("Import rules", icon=":material/upload:", type="tertiary"):
            leave("rules.py", "", id="import")


def export_one(actor: Actor, name: str) -> None:
    """One rule as text."""
    _export("Export", lambda: taken_along(actor, [name]), f"baton-rule-{name}")


def _export(label: str, text: Callable[[], str], file: str) -> None:
    st.download_button(
        label, text, f"{file}.yaml", "application/yaml", icon=":material/download:", type="tertiary", on_click="ignore"
    )


def import_rules(actor: Actor) -> None:
    """Look first, then bring in."""
    head("Import rules", CAPTION)
    st.html(CSS)
    st.html(VIEWS)
    st.html(f'<nav class="views" aria-label="Views"><a data-go href="{to("rules")}">All rules</a></nav>')
    fields = Fields(Sheet("rules-import"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        typed = fields.ask("text", st.text_area, "Rules as YAML", height=260)
    with right:
        file = fields.file("file", "Or a file", type=["yaml", "yml"])
    text = file.getvalue().decode("utf-8", "replace") if file else typed
    if text and text.strip():
        found = do(looked_at, actor, text)
        if found.result:
            _preview(actor, fields, text, found.result)


def _preview(actor: Actor, fields: Fields, text: str, several: Sequence[Coming]) -> None:
    new, same = sum(one.new for one in several), sum(one.same for one in several)
    st.html(f"<p>{new} would be added, {len(several) - new - same} changed, {same} stay as they are.</p>")
    table("Rules of this text", COLUMNS, [_row(one) for one in several], Empty(""), key="coming")
    why = fields.ask("why", st.text_input, "Why", max_chars=400, placeholder="For whoever reads this later")
    ready = len(several) > same and not any(one.wrong for one in several)
    if st.button("Bring them in", type="primary", disabled=not ready, key=fields.sheet.key("bring")):
        done = do(bring_in, actor, text, why)
        if done.result is not None:
            fields.sheet.done()
            leave("rules.py", f"{done.result} rules are brought in")


def _row(one: Coming) -> Row:
    if one.wrong:
        return Row(one.line, (Cell(f"{one.line}"), Cell(one.label, under=one.wrong), Cell("Cannot be", tone="red")))
    badge = (
        Cell("New", tone="green")
        if one.new
        else Cell("As it is", tone="grey")
        if one.same
        else Cell("Changed", tone="blue")
    )
    was = f"Until now: {one.was}" if one.was and not one.same else ""
    return Row(one.line, (Cell(f"{one.line}"), Cell(one.told, under=was), badge))
