"""The dialogs about a provider: a service, a contact, what stands beside them, and why it is suspended or sent back."""

import streamlit as st

from core import clock
from core.access import Actor
from core.directory import (
    Contact,
    Details,
    Move,
    Offer,
    Place,
    Provider,
    Purpose,
    Urgency,
    add_contact,
    correct_provider,
    describe_provider,
    drop_offer,
    move_provider,
    networks,
    set_offer,
)
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.provider_words import FUNDINGS, SPECIALTIES
from pages.parts.sheet import Sheet

CHANNELS = {"email": "E-mail", "phone": "Telephone"}


@st.dialog("Service", on_dismiss="rerun")
def change_offer(actor: Actor, one: Provider, offer: Offer | None = None) -> None:
    """A new service, or the terms of one."""
    key = (offer.specialty, offer.funding) if offer else None
    sheet = Sheet(f"offer-{one.id}-{one.version}-{key}")
    fields = Fields(sheet)
    given = _offer(fields, offer)
    if st.button("Save", type="primary", width="stretch", key=sheet.key("save")):
        saved = do(set_offer, actor, one.id, one.version, given, key, said="The service is saved.")
        fields.refuse(saved.fields)
    if key and st.button("They no longer offer it", icon=":material/delete:", width="stretch", key=sheet.key("drop")):
        do(drop_offer, actor, one.id, one.version, *key, said="The service is removed.")


def _offer(fields: Fields, now: Offer | None) -> Offer:
    fundings = ["", *FUNDINGS]
    one, two = st.columns(2)
    with one:
        specialty = fields.ask(
            "specialty", st.selectbox, "They take referrals for", options=list(SPECIALTIES),
            index=list(SPECIALTIES).index(now.specialty) if now else None, format_func=SPECIALTIES.get,
            placeholder="Choose a specialty",
        )  # fmt: skip
    with two:
        funding = fields.ask(
            "funding", st.selectbox, "Funding", options=fundings, index=fundings.index(now.funding if now else ""),
            format_func=lambda code: FUNDINGS.get(code, "Any funding"),
        )  # fmt: skip
    taken = fields.ask(
        "urgencies", st.pills, "How urgent a referral may be", options=list(Urgency), selection_mode="multi",
        default=list(now.urgencies if now else Urgency), format_func=lambda urgency: urgency.label,
    )  # fmt: skip
    three, four = st.columns(2)
    with three:
        wait = fields.ask(
            "wait_days", st.number_input, "Announced wait, in days", value=now.wait_days if now else None, step=1
        )
    with four:
        today = clock.now().date()
        told = fields.ask(
            "wait_on",
            st.date_input,
            "Told on",
            value=(now and now.wait_on) or today,
            max_value=today,
            format="DD/MM/YYYY",
        )
    places = fields.ask("capacity", st.number_input, "Places a month", value=now.capacity if now else None, step=1)
    return Offer(specialty or "", funding, tuple(taken), wait, told, places)


@st.dialog("Contact", on_dismiss="rerun")
def new_contact(actor: Actor, one: Provider) -> None:
    """Whom to reach there, and for what."""
    sheet = Sheet(f"contact-{one.id}-{one.version}")
    fields = Fields(sheet)
    left, right = st.columns(2)
    with left:
        purpose = fields.ask("purpose", st.selectbox, "For", options=list(Purpose), format_func=lambda each: each.label)
    with right:
        channel = fields.ask("channel", st.selectbox, "By", options=list(CHANNELS), format_func=CHANNELS.get)
    name = fields.ask("name", st.text_input, "Name, if anybody is named")
    address = fields.ask("address", st.text_input, "Address or number")
    if st.button("Add contact", type="primary", width="stretch", key=sheet.key("save")):
        new = Contact(purpose, name, channel, address)
        fields.refuse(do(add_contact, actor, one.id, one.version, new, said="The contact is added.").fields)


@st.dialog("Details", on_dismiss="rerun")
def change_details(actor: Actor, one: Provider) -> None:
    """What stands beside the services."""
    sheet = Sheet(f"details-{one.id}-{one.version}")
    fields = Fields(sheet)
    email = fields.ask("email", st.text_input, "E-mail for referrals", value=one.email)
    known = sorted({*networks(actor), *one.networks})
    chosen = fields.ask(
        "networks", st.multiselect, "Insurance networks", options=known, default=list(one.networks),
        accept_new_options=True, placeholder="Choose or type a name",
    )  # fmt: skip
    interest = fields.ask(
        "interest", st.text_area, "Stake that the group or one of its clinicians has in it", value=one.interest,
        height=68, help="Everybody who refers sees it. Leave it empty where there is none.",
    )  # fmt: skip
    note = fields.ask("note", st.text_area, "Note", value=one.note, height=92)
    if st.button("Save", type="primary", width="stretch", key=sheet.key("save")):
        told = Details(email=email, networks=tuple(chosen), interest=interest, note=note)
        saved = do(describe_provider, actor, one.id, one.version, told, said="The details are saved.")
        fields.refuse(saved.fields)


@st.dialog("Name and address", on_dismiss="rerun")
def change_place(actor: Actor, one: Provider) -> None:
    """Of a practice that we added ourselves."""
    sheet = Sheet(f"place-{one.id}-{one.version}")
    fields = Fields(sheet)
    name = fields.ask("name", st.text_input, "Name of the practice", value=one.name)
    address = fields.ask("address", st.text_area, "Street", value=one.address, height=68)
    left, right = st.columns(2)
    with left:
        town = fields.ask("town", st.text_input, "Town", value=one.town)
        phone = fields.ask("phone", st.text_input, "Telephone", value=one.phone)
    with right:
        postcode = fields.ask("postcode", st.text_input, "Postcode", value=one.postcode)
        county = fields.ask("county", st.text_input, "County", value=one.county)
    if st.button("Save", type="primary", width="stretch", key=sheet.key("save")):
        told = Place(name=name, address=address, town=town, county=county, postcode=postcode, phone=phone)
        saved = do(correct_provider, actor, one.id, one.version, told, said="Name and address are saved.")
        fields.refuse(saved.fields)


@st.dialog("Say why", on_dismiss="rerun")
def move_with_reason(actor: Actor, one: Provider, move: Move) -> None:
    """A move that everybody who refers is to understand."""
    sheet = Sheet(f"move-{one.id}-{one.version}-{move.name}")
    fields = Fields(sheet)
    st.text(f"{one.name} will be {move.target.label.lower()}.")
    why = fields.ask("why", st.text_area, "Why, for everybody who refers", height=92)
    if st.button(move.label, type="primary", width="stretch", key=sheet.key("save")):
        said = f"{one.name} is {move.target.label.lower()}"
        fields.refuse(do(move_provider, actor, one.id, one.version, move.name, why, said=said).fields)
