"""The terms of a provider as its page shows them: services, contacts, and how it has done for us."""

import streamlit as st

from core.access import Actor, Permission
from core.directory import (
    Contact,
    Dealings,
    Measured,
    Offer,
    Provider,
    Purpose,
    Share,
    Wait,
    dealings,
    drop_contact,
    record_of,
)
from core.field import phone_shown
from pages.parts.flash import do
from pages.parts.links import to
from pages.parts.provider_forms import change_details, change_offer, change_place, new_contact
from pages.parts.provider_words import FUNDINGS, SPECIALTIES, announced, urgencies
from pages.parts.table import Action, Cell, Column, Empty, Row, table

SERVICES = [
    Column("Service", "text", "title"),
    Column("Funding"),
    Column("Takes"),
    Column("Announced wait"),
    Column("First visit"),
    Column("Places a month", "number"),
]
CONTACTS = [Column("For", "text", "title"), Column("Name"), Column("Reached by")]
RECORD = [
    Column("Service", "text", "title"),
    Column("Referrals", "number"),
    Column("Booked after", "number"),
    Column("First visit after", "number"),
    Column("Visits kept", "number"),
    Column("Reports received", "number"),
    Column("Declined", "number"),
]
NOTHING = Measured()
FEW = "too few yet"


def services(actor: Actor, one: Provider, *, may_change: bool) -> None:
    """What they take referrals for, each with its terms; a row's button opens its form."""
    measured = record_of(actor, one.id)
    actions = (Action("Change", "change"),) if may_change else ()
    rows = [_service(number, offer, measured, actions) for number, offer in enumerate(one.offers)]
    empty = Empty("No service is known yet. Add what they take referrals for, and they are found for it.")
    asked = table("Services", SERVICES, rows, empty, key=f"services-{one.version}")
    if may_change and st.button("Add a service", icon=":material/add:", key="add-service"):
        change_offer(actor, one)
    elif asked:
        change_offer(actor, one, one.offers[asked.id])


def contacts(actor: Actor, one: Provider, *, may_change: bool) -> None:
    """Whom to reach there, and for what."""
    actions = (Action("Remove", "remove"),) if may_change else ()
    rows = [_contact(number, each, actions) for number, each in enumerate(one.contacts)]
    empty = Empty("Nobody to write to is known yet.")
    asked = table("Contacts", CONTACTS, rows, empty, key=f"contacts-{one.version}")
    if may_change and st.button("Add a contact", icon=":material/add:", key="add-contact"):
        new_contact(actor, one)
    elif asked:
        do(drop_contact, actor, one.id, one.version, one.contacts[asked.id], said="The contact is removed.")


def details(actor: Actor, one: Provider, *, may_change: bool) -> None:
    """The ways to change what stands beside the tabs."""
    if not may_change:
        return
    with st.container(horizontal=True, gap="small"):
        if st.button("Change networks, interest and note", icon=":material/edit:", key="change-details"):
            change_details(actor, one)
        if not one.ods_code and st.button("Change name and address", icon=":material/edit:", key="change-place"):
            change_place(actor, one)


def record(actor: Actor, one: Provider) -> None:
    """What became of what we referred there in twelve months, by service."""
    rows = [
        Row(number, _measured(specialty, each))
        for number, (specialty, each) in enumerate(sorted(record_of(actor, one.id).items()))
    ]
    empty = Empty("Nothing was referred here in the last twelve months.")
    note = "Over twelve months and every site of the group. Days and shares are shown from 5 cases on; n counts them."
    found = to("outbound", typed=one.name) if actor.may(Permission.REFERRAL_READ) else ""
    footer = [("Referrals of my sites", found)] if found and rows else []
    if actor.may(Permission.REFERRAL_COUNT):
        st.text(_dealt(dealings(actor, one.id)))
    table("Record", RECORD, rows, empty, note=note if rows else "", footer=footer, key="record")


def _dealt(ours: Dealings) -> str:
    """At the person's own sites."""
    sent = f"{ours.sent:,} sent there, {ours.waiting:,} of them open" if ours.sent else "Nothing sent there"
    return f"My sites in twelve months: {sent[0].lower() + sent[1:]}; {ours.received:,} received from them."


def _service(number: int, offer: Offer, measured: dict[str, Measured], actions: tuple[Action, ...]) -> Row:
    seen = measured.get(offer.specialty, NOTHING).seen
    cells = (
        Cell(SPECIALTIES[offer.specialty]),
        Cell(FUNDINGS.get(offer.funding, "Any funding")),
        Cell(urgencies(offer)),
        Cell(announced(offer) or "Not announced"),
        Cell(f"{seen.days} days measured" if seen.days is not None else "Too few measured", under=f"n {seen.n}"),
        Cell(f"{offer.capacity}" if offer.capacity is not None else "No limit known"),
    )
    return Row(number, cells, actions=actions)


def _contact(number: int, each: Contact, actions: tuple[Action, ...]) -> Row:
    address = phone_shown(each.address) if each.channel == "phone" else each.address
    return Row(number, (Cell(Purpose(each.purpose).label), Cell(each.name), Cell(address)), actions=actions)


def _measured(specialty: str, each: Measured) -> tuple[Cell, ...]:
    shares = (each.attendance, each.reports, each.declined)
    return (
        Cell(SPECIALTIES.get(specialty, specialty)),
        Cell(f"{each.sent:,}"),
        _days(each.booked),
        _days(each.seen),
        *(_percent(share) for share in shares),
    )


def _days(wait: Wait) -> Cell:
    return Cell(FEW if wait.days is None else f"{wait.days} days", under=f"n {wait.n}")


def _percent(share: Share) -> Cell:
    return Cell(FEW if share.percent is None else f"{share.percent}%", under=f"n {share.n}")
