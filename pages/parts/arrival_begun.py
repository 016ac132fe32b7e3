"""What the form of an arrival begins with: everything that was read, and what is said beside each of it."""

from typing import Any

import streamlit as st

from core import clock, patient
from core.access import Actor
from core.channel import Channel
from core.directory import find_providers, provider
from core.field import folded, phone_shown
from core.intake import Arrival, CameBy, name_of
from core.referral import Source
from pages.parts.fields import Fields
from pages.parts.finder import Choice
from pages.parts.plain import plain
from pages.parts.sheet import Sheet

READ = (
    "given_name", "family_name", "born_on", "nhs_number", "phone", "email", "specialty", "urgency", "reason", "teeth",
    "written", "their_reference", "needs", "funding", "payer", "may_share",
)  # fmt: skip
ALONE = {
    **dict.fromkeys((CameBy.PHONE, CameBy.WALK_IN), Source.SELF),
    **dict.fromkeys((CameBy.WEB, CameBy.ENQUIRY), Source.WEBSITE),
}
"""Where patients come from who come without a practice."""


def begun(actor: Actor, a: Arrival) -> dict[str, Any]:
    """By the names of the form's fields; what was not read is not there."""
    first: dict[str, Any] = {name: a.value(name) for name in _read(a)}
    first |= {"consent_email": True} if any(each.what == Channel.EMAIL for each in a.agreed) else {}
    first |= {"site": a.site_id, "received": clock.local(a.received_at, a.zone).date().isoformat()}
    first["source"] = (
        Source.PROVIDER if a.provider_id or "referrer" in a.said else ALONE.get(a.channel, Source.PROVIDER)
    )
    if a.owner_id:
        first["owner"] = a.owner_id
    if a.patient_id:
        first["patient"] = _known(patient.one(actor, a.patient_id))
    elif name := name_of(a.said):
        first["patient"] = Choice(None, name, adds=True)
    if a.provider_id:
        practice = provider(actor, a.provider_id)
        first["referrer"] = Choice(practice.id, practice.name, f"{practice.town} {practice.postcode}".strip())
        signed = folded(a.value("referrer_clinician"))
        first["referrer_clinician"] = next((one.id for one in practice.clinicians if folded(one.name) == signed), None)
    return first


def _read(a: Arrival) -> list[str]:
    """What stands in the original, answers to the service's own questions too, by the names of the form's fields."""
    return [name for name in (*READ, *(each for each in a.said if each.startswith("answer-"))) if name in a.said]


def _known(found: patient.Patient) -> Choice:
    born = f"{found.born_on.day} {found.born_on:%b %Y}" if found.born_on else ""
    phone = phone_shown(found.contact(Channel.PHONE)) if found.contact(Channel.PHONE) else ""
    return Choice(found.id, found.name, " · ".join(part for part in (born, found.postcode, phone) if part))


def remarks(a: Arrival, fields: Fields, first: dict[str, Any]) -> None:
    """Under each field that still says what was read: that it was read, or what somebody should look at."""
    said = fields.said
    for name in _read(a):
        if said.get(name) == first[name]:
            found = a.said[name]
            typed = found.start == found.end
            fields.remark(
                name, found.doubt or ("As it was noted" if typed else "Read from the original"), bool(found.doubt)
            )


def candidates(actor: Actor, a: Arrival, sheet: Sheet) -> None:
    """Practices of the directory that may be meant, while none is linked or chosen."""
    name = a.value("referrer")
    if a.provider_id or not name or sheet.noted("referrer"):
        return
    found = find_providers(actor, name, limit=3)
    st.text(f"The original names “{name}”." + ("" if found else " It is not in the directory."))
    for each in found:
        st.button(
            f"Use {plain(each.name)}, {plain(each.place)}",
            key=sheet.key(f"practice-{each.id}"),
            type="tertiary",
            icon=":material/home_health:",
            on_click=sheet.note,
            args=("referrer", {"id": each.id, "title": each.name, "detail": each.place}),
        )
