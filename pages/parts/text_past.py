"""How a text came to be what it is: every wording that was kept, with who wrote it, and the way back to it."""

from html import escape

import streamlit as st

from core import clock
from core.access import Actor
from core.settings import settings
from core.text.changes import shown
from core.text.commands import set_text
from core.text.draft import Draft
from core.text.place import Place
from core.text.queries import Standing, Version, standing, versions
from pages.parts.flash import do, leave
from pages.parts.rule_workshop import CSS


def text_past(actor: Actor, place: Place) -> None:
    """Newest first."""
    st.html(CSS)
    now, several = standing(actor, place), versions(actor, place)
    if not several:
        st.text("It is as it came. Once somebody writes it here, every version will stand here.")
    for each in several:
        with st.container(horizontal=True, vertical_alignment="top", key=f"version-{each.number}"):
            st.html(_version(each, stands=each is several[0]))
            if now.may_edit and each is not several[0] and not each.removed:
                _back(actor, now, each)


def _back(actor: Actor, now: Standing, to_: Version) -> None:
    if st.button("Go back to this", type="tertiary", key=f"back-{to_.number}"):
        place = now.place
        if do(set_text, actor, place, Draft(to_.headline, to_.body), now.version):
            said = f"The text is as it was in version {to_.number}"
            leave("texts.py", said, name=place.name, site=place.site_id or "group", language=place.language,
                  form=place.form, view="versions")  # fmt: skip


def _version(one: Version, *, stands: bool) -> str:
    at = clock.spoken(one.at, settings().time_zone.key)
    now = " · stands now" if stands and not one.removed else ""
    what = "These words were taken away." if one.removed else one.changes or shown(one.body)
    return (
        f'<article class="version"><h3>Version {one.number}{now}</h3>'
        f'<p class="who">{escape(one.who)} · {at}</p><p>{escape(what)}</p></article>'
    )
