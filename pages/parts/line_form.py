"""The dialog about one line of assignment: what it is for, how it chooses among whom, and who would be next."""

from html import escape

import streamlit as st

from core import directory, referral
from core.access import Actor
from core.directory import Specialty
from core.referral import How, NewLine, Standing
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet

WAYS = {
    How.ROUND_ROBIN: "In turn",
    How.LEAST_LOADED: "Whoever has fewest open referrals",
    How.SPECIALIST: "The clinician whose specialty it is",
    How.NAMED: "Always the same person",
    How.POOL: "Nobody: it waits in the pool",
}
ALONE = (How.SPECIALIST, How.POOL)
"""Ways for which nobody is listed."""


@st.dialog("Add a line", on_dismiss="rerun")
def add(actor: Actor) -> None:
    """For which site and what, then how."""
    sheet = Sheet("line-new")
    fields = Fields(sheet)
    sites = {site.id: site.name for site in directory.sites(actor)}
    only = next(iter(sites)) if len(sites) == 1 else None
    site_id = only or fields.choose("site", "Site", sites, "Choose the site")
    if site_id is None:
        return
    taken = {line.specialty for line in referral.lines(actor) if line.site_id == site_id}
    free = {code: label for code, label in _specialties().items() if code not in taken}
    specialty = fields.choose("specialty", "For", free, "Choose what it is for", of=site_id)
    if specialty is not None:
        _line(actor, fields, site_id, specialty, None)


@st.dialog("Change a line", on_dismiss="rerun")
def change(actor: Actor, line: Standing) -> None:
    """How it chooses; or away with it."""
    sheet = Sheet(f"line-{line.id}-{line.changed_at}")
    st.html(f"<p><b>{escape(line.what)}</b> at {escape(line.site)}</p>")
    _line(actor, Fields(sheet), line.site_id, line.specialty, line)
    if st.button("Remove this line", icon=":material/delete:", width="stretch"):
        said = f"{line.what} at {line.site} has no line any more."
        do(referral.drop_line, actor, line.site_id, line.specialty, line.changed_at, said=said)


def _line(actor: Actor, fields: Fields, site_id: int, specialty: str, now: Standing | None) -> None:
    """How and among whom, who would be next, and the way to keep it."""
    ways = list(WAYS)
    at = ways.index(now.how) if now else 0
    how = fields.ask("how", st.selectbox, "Goes to", options=ways, index=at, format_func=WAYS.get)
    people = () if how in ALONE else _people(actor, fields, site_id, how, now)
    line = NewLine(site_id=site_id, specialty=specialty, how=how, people=people)
    if how is not How.NAMED or people:
        st.html(f'<p class="odd">{_next(actor, line)}</p>')
    if st.button("Save", type="primary", width="stretch"):
        read_at = now.changed_at if now else None
        kept = do(referral.set_line, actor, line, read_at, said="The line is kept. It holds from the next referral on.")
        fields.refuse(kept.fields)


def _people(actor: Actor, fields: Fields, site_id: int, how: How, now: Standing | None) -> tuple[int, ...]:
    called = {owner.id: owner.called for owner in referral.owners(actor, site_id)}
    before = [number for number in now.people if number in called] if now else []
    if how is How.NAMED:
        first = list(called).index(before[0]) if before else None
        one = fields.ask(
            "person", st.selectbox, "Who", options=list(called), index=first, format_func=called.get,
            placeholder="Choose a person",
        )  # fmt: skip
        return (one,) if one else ()
    several = fields.ask(
        "people", st.multiselect, "Among, in this order", options=list(called), default=before,
        format_func=called.get, placeholder="Everybody there",
    )  # fmt: skip
    return tuple(several)


def _next(actor: Actor, line: NewLine) -> str:
    """Who would get the next one, and why."""
    choice = referral.preview(actor, line)
    if line.how is How.POOL:
        return "Anybody there takes it from the pool."
    where = f"goes to {choice.name}" if choice.owner_id else "waits in the pool"
    return escape(f"The next one {where}: {choice.why}.")


def _specialties() -> dict[str, str]:
    return {"": "Everything else", **{one.value: one.label for one in Specialty}}
