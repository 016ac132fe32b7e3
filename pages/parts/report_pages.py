"""The pages of a report in the browser's own reader, and beside them what is known of it and how to take it along."""

from html import escape
from pathlib import Path

import streamlit as st

from core import clock, report
from core.access import Actor, Permission
from core.report import FORMS, Edition, Went
from pages.parts.flash import do
from pages.parts.links import to
from pages.parts.paper import READER, size
from pages.parts.report_chosen import Chosen
from pages.parts.states import STATES
from pages.parts.table import Action, Cell, Column, Empty, Row, table

CSS = Path(__file__).with_suffix(".css")
WAYS = {"attachment": "Attached", "link": "By link"}
TO = [Column("To", place="title"), Column("How"), Column("State", "badge", "corner")]
NOBODY = Empty("It went to nobody. Lists under “By mail” say who gets the next one.")
NUMBERS_ALONE = "This report names single referrals, which your role does not include. Who got it is told beside."


def preview(now: Chosen) -> None:
    """As it would be now, kept nowhere."""
    st.html(CSS)
    kind = report.kinds()[now.kind]
    when = "so far" if not now.over else "not built yet"
    label = f"{kind.label}, {report.spoken(kind.rhythm, now.period_on)}, {when}"
    address = to("edition/preview", **now.query)
    with st.container(key="report-pages"):
        READER(data={"address": address, "label": f"{label} {address}"}, key="report-preview")
    st.html(
        f'<p class="report-about">{escape(kind.about)}. This is a preview, kept nowhere. '
        f'<a href="{escape(address)}" target="_blank">Open in a new tab</a></p>'
    )


def kept(actor: Actor, edition_id: int, back: str = "") -> None:
    """A report that was built, and what became of it; `back` is the list that it was opened from."""
    st.html(CSS)
    outcome = do(report.one, actor, edition_id)
    if not outcome.result:
        return
    edition, told, went = outcome.result
    left, right = st.columns([3, 1.35], gap="large")
    with left:
        _pages(edition)
    with right:
        _about(edition, told.summary, back)
        asked = table("To whom it went", TO, [_went(actor, edition, one) for one in went], NOBODY, key="report-went")
    if asked:
        do(report.withdraw, actor, asked.id, said="The link opens nothing any more.")


def _pages(edition: Edition) -> None:
    if not edition.readable:
        st.text(NUMBERS_ALONE)
        return
    with st.container(key="report-pages"):
        READER(data={"address": f"/edition/{edition.id}.pdf?shown=1", "label": edition.title}, key="report-kept")


def _about(edition: Edition, summary: tuple[str, ...], back: str) -> None:
    said = "".join(f"<p>{escape(one)}</p>" for one in summary)
    pages = f"{edition.pages} page{'' if edition.pages == 1 else 's'}, {size(edition.size)}"
    ways = " · ".join(f'<a href="/edition/{edition.id}.{form}">{form.upper()}</a>' for form in FORMS)
    take = f"<p>Download: {ways}</p>" if edition.readable else ""
    there = f'<p><a data-go href="{escape(back)}">Back to the archive</a></p>' if back else ""
    st.html(
        f'<div class="report-kept"><h2>{escape(edition.title)}</h2>{said}'
        f"<p class=quiet>Built {escape(clock.spoken(edition.built_at, edition.zone))}, {pages}</p>{take}{there}</div>"
    )


def _went(actor: Actor, edition: Edition, one: Went) -> Row:
    state = STATES.get(one.state)
    how = WAYS.get(one.way, "")
    if one.withdrawn_at:
        how = "Link withdrawn"
    elif one.opened_at:
        how = f"Opened {clock.spoken(one.opened_at, edition.zone)}"
    shown = (
        Cell(state.label, tone=state.tone, hover=state.means)
        if state
        else Cell("Not sent", tone="amber", hover=one.why)
    )
    cells = (
        Cell(one.name, under=one.why or ("" if one.address.startswith("account:") else one.address)),
        Cell(how),
        shown,
    )
    may = actor.may(Permission.DISTRIBUTION_EDIT, at=edition.site_id)
    open_ = may and one.ends_at and not one.withdrawn_at and one.ends_at > clock.now()
    href = to("messages", id=one.message_id) if one.message_id and actor.may(Permission.MESSAGE_READ) else ""
    return Row(one.id, cells, href, actions=(Action("Withdraw the link", "withdraw"),) if open_ else ())
