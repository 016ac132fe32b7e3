"""What the group insists on before a step, asked right in its form, and that a second person has to approve it."""

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from core.access import Actor, Role
from core.referral import Referral, Step
from core.referral.tailored import demandable
from core.workflow import CUSTOM, Approving
from pages.parts.answering import own_fields
from pages.parts.fields import Fields
from pages.parts.request_form import FIELDS, Form


def insisted(actor: Actor, r: Referral, step: Step, fields: Fields) -> dict[str, Any]:
    """Draw a field for each thing that is not there yet; a paper has to be added first. What was filled in."""
    wanted = r.lacks.get(step.name, ())
    own = [each for each in r.fields if each.name in wanted]
    form = Form(actor, r, fields)
    given = own_fields(fields, own, needed=True)
    given |= {name: FIELDS[name](form) for name in wanted if name in FIELDS}
    _papers(r, [what for what in wanted if what not in FIELDS and not what.startswith(CUSTOM)])
    _approved(r.flow.approving(step.name, r.now.site_id))
    return {name: value for name, value in given.items() if value}


def _papers(r: Referral, wanted: Sequence[str]) -> None:
    words = [demandable(r.flow)[what].partition(": ")[2] for what in wanted]
    if words:
        st.html(f'<p class="missing">Add under Documents first: {escape(", ".join(words))}.</p>')


def _approved(lines: Sequence[Approving]) -> None:
    """Said before it is sent: what is sent does not happen at once."""
    for each in lines:
        above = "" if each.above is None else f" £{each.above:,.0f}"
        when = "" if each.condition == "always" else f" where {each.condition.label.lower()}{above}"
        st.html(f'<p class="remark">A {escape(Role(each.role).label.lower())} has to approve this{escape(when)}.</p>')
