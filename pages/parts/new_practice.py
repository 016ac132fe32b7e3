"""A practice that the directory does not have yet: in a dialog of its own, or under the finder of a form."""

import streamlit as st

from core.access import Actor
from core.directory import NewProvider, provider, suggest_provider
from pages.parts.fields import Fields
from pages.parts.finder import PRACTICE, Choice
from pages.parts.flash import do, leave
from pages.parts.sheet import Sheet

LATER = "It is added as a draft. You can refer to it at once; a coordinator adds its services later."


def find_practice(actor: Actor, fields: Fields, name: str, label: str) -> Choice | None:
    """A finder of practices that adds one it does not find; the chosen one, once it is in the directory."""
    found = fields.find(name, label, PRACTICE)
    if found is None or not found.adds:
        return found
    with st.container(key=fields.sheet.key(f"{name}-new"), border=True):
        new = _asked(fields, found.title, f"{name}_")
        if st.button("Add this practice", key=fields.sheet.key(f"{name}-add")):
            added = do(_add, actor, fields, name, new, said=f"{new.name} is in the directory as a draft")
            wrong = {f"{name}_{field}": sentence for field, sentence in added.fields.items()}
            fields.refuse(wrong)
    return None


@st.dialog("Add a practice", on_dismiss="rerun")
def add_practice(actor: Actor) -> None:
    """Its name and how it is reached; its page opens when it is added."""
    sheet = Sheet("new-practice")
    fields = Fields(sheet)
    new = _asked(fields)
    st.caption(LATER)
    if st.button("Add practice", type="primary", width="stretch", key=sheet.key("add")):
        added = do(suggest_provider, actor, new)
        if added.result is None:
            fields.refuse(added.fields)
            return
        sheet.done()
        leave("providers.py", f"{new.name} is in the directory as a draft", id=added.result)


def _asked(fields: Fields, typed: str = "", prefix: str = "") -> NewProvider:
    name = fields.ask(f"{prefix}name", st.text_input, "Name of the practice", value=typed)
    one, two = st.columns(2)
    with one:
        town = fields.ask(f"{prefix}town", st.text_input, "Town")
        phone = fields.ask(f"{prefix}phone", st.text_input, "Telephone")
    with two:
        postcode = fields.ask(f"{prefix}postcode", st.text_input, "Postcode")
        email = fields.ask(f"{prefix}email", st.text_input, "E-mail for referrals")
    return NewProvider(name=name, town=town, postcode=postcode, phone=phone, email=email)


def _add(actor: Actor, fields: Fields, name: str, new: NewProvider) -> None:
    """Put it into the directory, and into the finder as the chosen one."""
    made = provider(actor, suggest_provider(actor, new))
    where = ", ".join(part for part in (made.town, made.postcode) if part)
    fields.sheet.note(name, {"id": made.id, "title": made.name, "detail": f"Draft · {where}" if where else "Draft"})
