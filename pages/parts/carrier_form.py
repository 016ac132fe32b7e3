"""The dialog that sets a carrier up: its fields are those that the carrier declares, and a test says what happened."""

import streamlit as st

from core import carrier
from core.access import Actor
from core.carrier import CarrierSet
from core.connectors import Field
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet

KEPT = "Kept; leave empty to keep it"


@st.dialog("Set up a carrier", on_dismiss="rerun")
def set_up(actor: Actor, one: CarrierSet) -> None:
    """Fill it in, try it, and let it carry."""
    fields = Fields(Sheet(f"carrier-{one.name}-{one.version}"))
    st.html(f"<h3>{one.label}</h3><p>{one.about} {one.hint}</p>")
    given = {asked.name: _asked(fields, asked, one) for asked in one.fields}
    with st.container(horizontal=True):
        save = st.button("Save and turn on", type="primary")
        test = st.button("Test connection", icon=":material/network_check:")
    if save:
        said = f"{one.label} is on."
        fields.refuse(do(carrier.set_carrier, actor, one.name, one.version, given, said=said).fields)
    elif test:
        found = do(carrier.try_out, actor, one.name, given, quiet=True)
        fields.refuse(found.fields)
        if found.result:
            (st.success if found.result.works else st.error)(found.result.sentence)
        elif found.refused and not found.fields:
            st.error(found.refused)


def _asked(fields: Fields, asked: Field, one: CarrierSet) -> str:
    label = asked.label if asked.needed else f"{asked.label} (optional)"
    now = one.values.get(asked.name, asked.default)
    if asked.choices:
        options = list(asked.choices)
        return str(fields.ask(asked.name, st.selectbox, label, options=options, index=options.index(now)))
    how = {"type": "password", "placeholder": KEPT if asked.name in one.kept else ""} if asked.secret else {}
    shown = "" if asked.secret else now
    return (
        fields.ask(asked.name, st.text_input, label, value=shown, help=asked.help or None, max_chars=400, **how) or ""
    )
