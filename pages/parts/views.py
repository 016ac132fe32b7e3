"""The views of a list: those everybody has, one's own and those that colleagues share, as tabs; and keeping one."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core import referral
from core.access import Actor
from core.referral import View, Wanted
from pages.parts.fields import Fields
from pages.parts.filters import Tab
from pages.parts.flash import do, leave
from pages.parts.links import to
from pages.parts.sheet import Sheet

PAGE = "referrals"
EVERYBODYS = {
    "": ("All open", {}),
    "mine": ("Mine", {"owner": "me"}),
    "late": ("Overdue", {"due": "late"}),
    "pool": ("Unassigned", {"owner": "pool"}),
    "closed": ("Closed", {"stage": "closed"}),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What is on the screen, and the views there are."""

    actor: Actor
    wanted: Wanted
    columns: tuple[str, ...]
    view: str
    views: Sequence[View]

    @property
    def own(self) -> View | None:
        """The view that is looked at, if it is this person's own."""
        return next((view for view in self.views if str(view.id) == self.view and not view.by), None)


def codes(views: Sequence[View]) -> dict[str, str]:
    """How an address names each view."""
    return {code: label for code, (label, _) in EVERYBODYS.items()} | {str(view.id): view.name for view in views}


def tabs(views: Sequence[View]) -> list[Tab]:
    """One for each, with everything it filters in its own address."""
    usual = [Tab(code, label, href=to(PAGE, **query, view=code)) for code, (label, query) in EVERYBODYS.items()]
    return usual + [Tab(str(view.id), _called(view), href=to(PAGE, **_query(view))) for view in views]


def view_menu(look: Look) -> None:
    """Keep what is on the screen as a view; change or delete the one that is looked at."""
    own = look.own
    label, icon = ("This view", "bookmark") if own else ("Save view", "bookmark_add")
    with st.popover(label, icon=f":material/{icon}:", type="tertiary"):
        fields = Fields(Sheet(f"view-{own.id if own else 'new'}"))
        name = fields.ask("name", st.text_input, "Name", value=own.name if own else "", max_chars=40)
        shared = fields.ask("shared", st.checkbox, "Offer it to everybody at my sites", value=bool(own and own.shared))
        if own:
            _change(look, own, fields, name, shared)
        elif st.button("Save view", type="primary", key=fields.sheet.key("save")):
            kept = do(referral.keep_view, look.actor, name, look.wanted, look.columns, shared=shared)
            fields.refuse(kept.fields)
            if kept.result:
                _open(fields, kept.result, look, f"“{name.strip()}” is saved")


def _change(look: Look, own: View, fields: Fields, name: str, shared: bool) -> None:
    with st.container(horizontal=True):
        save = st.button("Save changes", type="primary", key=fields.sheet.key("save"))
        delete = st.button("Delete", icon=":material/delete:", type="tertiary", key=fields.sheet.key("delete"))
    if save:
        changed = do(referral.change_view, look.actor, own.id, name, shared=shared)
        fields.refuse(changed.fields)
        if changed and do(referral.renew_view, look.actor, own.id, look.wanted, look.columns):
            _open(fields, own.id, look, f"“{name.strip()}” is as you see it now")
    if delete and do(referral.drop_view, look.actor, own.id):
        leave(f"{PAGE}.py", f"“{own.name}” is deleted")


def _open(fields: Fields, view_id: int, look: Look, said: str) -> None:
    fields.sheet.done()
    leave(f"{PAGE}.py", said, **_address(look.wanted, look.columns, view_id))


def _query(view: View) -> dict[str, str]:
    return _address(view.wanted, view.columns, view.id)


def _address(wanted: Wanted, columns: Sequence[str], view_id: int) -> dict[str, str]:
    chosen = {"columns": ".".join(columns)} if columns else {}
    return wanted.spelt | chosen | {"view": str(view_id)}


def _called(view: View) -> str:
    return f"{view.name} ({view.by.split()[0]})" if view.by else view.name
