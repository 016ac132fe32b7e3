"""The form of a new referral: widgets in, a draft out."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from core import clock
from core.access import Actor
from core.directory import Clinician, Site, Specialty, every_site, provider, site_clinicians, sites
from core.referral import Direction, Draft, Funding, Request, Source, Urgency, owners
from pages.parts.fields import Fields
from pages.parts.finder import PATIENT
from pages.parts.matches import find_a_match
from pages.parts.new_patient import new_patient
from pages.parts.new_practice import find_practice

FOLDED = ("teeth", "funding", "payer", "needs", "their_reference", "written", "received", "kind", "owner")
KINDS = list(Request)
NOON = time(12)


def referral_form(actor: Actor, fields: Fields, direction: Direction) -> Draft:
    """Draw it in two columns, who and what, with the rare things folded below; the draft as far as it is filled in."""
    mine = sites(actor)
    left, right = st.container(key="two-sides").columns(2, gap="large")
    with left:
        who = _patient(actor, fields)
        parties = PARTIES[direction](actor, fields, mine)
    with right:
        what = _request(fields)
    more = _more(actor, fields, direction, parties)
    draft = Draft(direction=direction, **who, **parties, **what, **more)
    with left:
        find_a_match(actor, fields, draft)
    return draft


def _patient(actor: Actor, fields: Fields) -> dict[str, Any]:
    found = fields.find("patient", "Patient", PATIENT, first=True)
    if found and found.adds:
        return {"new_patient": new_patient(actor, fields, found.title)}
    return {"patient_id": found.id if found else None}


def _inbound(actor: Actor, fields: Fields, mine: list[Site]) -> dict[str, Any]:
    way, where = st.columns([1, 2])
    with way:
        source = fields.ask(
            "source", st.selectbox, "Comes from", options=list(Source), format_func=lambda source: source.label
        )
    with where:
        practice = find_practice(actor, fields, "referrer", "Referring practice") if source is Source.PROVIDER else None
    people = provider(actor, practice.id).clinicians if practice and practice.id else ()
    return {
        "source": source,
        "referrer_provider_id": practice.id if practice else None,
        "referrer_clinician_id": _clinician(fields, "referrer_clinician", "Referring clinician", people),
        "site_id": _own(fields, "site", "Received at", mine),
    }


def _outbound(actor: Actor, fields: Fields, mine: list[Site]) -> dict[str, Any]:
    practice = find_practice(actor, fields, "recipient", "Refer to")
    people = provider(actor, practice.id).clinicians if practice and practice.id else ()
    return {
        "recipient_provider_id": practice.id if practice else None,
        "recipient_clinician_id": _clinician(fields, "recipient_clinician", "Clinician there", people),
        "site_id": _own(fields, "site", "Referred by", mine),
    }


def _internal(actor: Actor, fields: Fields, mine: list[Site]) -> dict[str, Any]:
    here = _own(fields, "from_site", "Referred by", mine)
    others = {each.id: each.name for each in every_site(actor) if each.id != here}
    there = fields.choose("site", "Refer to", others, "Choose the site", of="there")
    people = site_clinicians(actor, there) if there else ()
    return {
        "from_site_id": here,
        "site_id": there,
        "recipient_clinician_id": _clinician(fields, "recipient_clinician", "Clinician there", people),
    }


PARTIES = {Direction.INBOUND: _inbound, Direction.OUTBOUND: _outbound, Direction.INTERNAL: _internal}


def _own(fields: Fields, name: str, label: str, mine: list[Site]) -> int | None:
    """One of the person's own sites; not asked of those who have only one."""
    if len(mine) == 1:
        return mine[0].id
    return fields.choose(name, label, {site.id: site.name for site in mine}, "Choose the site")


def _clinician(fields: Fields, name: str, label: str, people: Iterable[Clinician]) -> int | None:
    """Somebody there, if anybody is known; nobody need be named."""
    called = {person.id: person.name for person in people}
    return fields.choose(name, label, called, "Not named", of=min(called)) if called else None


def _request(fields: Fields) -> dict[str, Any]:
    specialties = {specialty: specialty.label for specialty in Specialty}
    specialty = fields.choose("specialty", "Referred for", specialties, "Type to choose a specialty")
    urgency = fields.ask(
        "urgency",
        st.segmented_control,
        "Urgency",
        options=list(Urgency),
        default=Urgency.ROUTINE,
        required=True,
        format_func=lambda urgency: urgency.label,
    )
    reason = fields.ask("reason", st.text_area, "Reason for referral", height=132)
    agrees = fields.ask("may_share", st.checkbox, "The patient agrees to share this between the practices")
    return {"specialty": specialty or "", "urgency": urgency, "reason": reason, "may_share": agrees}


def _more(actor: Actor, fields: Fields, direction: Direction, parties: dict[str, Any]) -> dict[str, Any]:
    """What is rarely needed; it opens by itself when something in it was refused."""
    wrong, given = fields.refused(*FOLDED), {}
    with st.expander("More", expanded=wrong, key=fields.sheet.key(f"more-{wrong}")):
        one, two, three = st.columns(3, gap="medium")
        with one:
            given["teeth"] = fields.ask("teeth", st.text_input, "Teeth (FDI)", placeholder="36, 37")
            given["kind"] = fields.ask(
                "kind",
                st.selectbox,
                "Kind of request",
                options=KINDS,
                index=KINDS.index(Request.TREAT),
                format_func=lambda kind: kind.label,
            )
            given["needs"] = fields.ask(
                "needs", st.text_input, "Additional needs", placeholder="Interpreter, transport …"
            )
        with two:
            fundings = {funding: funding.label for funding in Funding}
            given["funding"] = fields.choose("funding", "Funding", fundings, "Not known")
            given["payer"] = fields.ask("payer", st.text_input, "Payer", placeholder="Insurer and policy")
            given["written_on"] = fields.day("written", "Letter’s date")
        with three:
            given |= RARE[direction](actor, fields, parties)
    return given


def _rare_inbound(actor: Actor, fields: Fields, parties: dict[str, Any]) -> dict[str, Any]:
    theirs = fields.ask("their_reference", st.text_input, "Their reference")
    received = fields.day("received", "Day received, if not today")
    return {
        "their_reference": theirs,
        "received_at": _moment(actor, received, parties["site_id"]),
        "owner_id": _owner(actor, fields, parties["site_id"]),
    }


def _rare_outbound(actor: Actor, fields: Fields, parties: dict[str, Any]) -> dict[str, Any]:
    here = parties["site_id"]
    return {"referrer_clinician_id": _for(actor, fields, here), "owner_id": _owner(actor, fields, here)}


def _rare_internal(actor: Actor, fields: Fields, parties: dict[str, Any]) -> dict[str, Any]:
    return {"referrer_clinician_id": _for(actor, fields, parties["from_site_id"])}


RARE = {Direction.INBOUND: _rare_inbound, Direction.OUTBOUND: _rare_outbound, Direction.INTERNAL: _rare_internal}


def _for(actor: Actor, fields: Fields, site_id: int | None) -> int | None:
    """The clinician of ours whose decision it is, when somebody else types it in."""
    return _clinician(fields, "referrer_clinician", "On behalf of", site_clinicians(actor, site_id) if site_id else ())


def _owner(actor: Actor, fields: Fields, site_id: int | None) -> int | None:
    """Who follows it up; whoever writes it does, unless they choose somebody else."""
    called = {owner.id: owner.name for owner in owners(actor, site_id)} if site_id else {}
    return fields.choose("owner", "Owner", called, "You", of=site_id, disabled=not called)


def _moment(actor: Actor, day: date | None, site_id: int | None) -> datetime | None:
    """Noon of the day at the site; nothing when it is today, which is now."""
    zone = next((site.time_zone for site in sites(actor) if site.id == site_id), "UTC")
    if day is None or day == clock.local(clock.now(), zone).date():
        return None
    return datetime.combine(day, NOON, ZoneInfo(zone))
