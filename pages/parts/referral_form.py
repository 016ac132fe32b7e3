"""The form of a new referral: widgets in, a draft out, and what it still lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core import clock, patient, referral
from core.access import Actor
from core.channel import Channel
from core.directory import Requirement, Site, Specialty, every_site, provider, required, site_clinicians, sites
from core.referral import ON_RECORD, Direction, Draft, Source, Urgency, name_of, running
from core.workflow import CustomField
from pages.parts.answering import own_fields
from pages.parts.asked import Papers, asked_for, beside, needed, no_papers
from pages.parts.fields import Fields
from pages.parts.finder import PATIENT, Choice
from pages.parts.matches import find_a_match
from pages.parts.new_patient import FIRST_BIRTH, new_patient
from pages.parts.new_practice import find_practice
from pages.parts.rare import COLUMNS, RARE, Form, clinician

CALLED = {
    "patient": "the patient",
    "given_name": "the first name",
    "family_name": "the family name",
    "born_on": "the date of birth",
    "nhs_number": "the NHS number",
    "phone": "the telephone number",
    "email": "the e-mail address",
    "referrer": "the referring practice",
    "recipient": "the practice to refer to",
    "from_site": "the referring site",
    "site": "the site",
    "specialty": "what for",
    "reason": "the reason",
    "may_share": "the patient’s agreement",
    "teeth": "the teeth",
    "funding": "the funding",
    "payer": "the payer",
    "needs": "additional needs",
    "written": "the letter’s date",
    "their_reference": "their reference",
    "referrer_clinician": "the referring clinician",
}
"""How each field is called where it is said what is missing, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The draft as far as it is filled in, and what it lacks: the fields' names with how they are called."""

    draft: Draft
    missing: Mapping[str, str]


def referral_form(actor: Actor, fields: Fields, direction: Direction, papers: Papers = no_papers) -> Filled:
    """Draw it in two columns, who and what, with the rare things folded below, unless the service asks for them."""
    mine = sites(actor)
    left, right = st.container(key="two-sides").columns(2, gap="large")
    with left:
        found = fields.find("patient", "Patient", PATIENT, first=True)
        about = st.container()
        parties = PARTIES[direction](actor, fields, mine)
    with right:
        what = _request(fields)
        also = st.container()
    asked = _asked(actor, direction, parties, what["specialty"])
    form = Form(actor, fields, direction, parties, needed(asked))
    with about:
        who, known = _patient(form, found, asked)
    with also:
        more = asked_for(form, asked, papers)
        own = referral.own_fields(
            actor, direction, what["specialty"], parties.get("site_id"), parties.get("from_site_id")
        )
        said = _of_group(fields, own)
    more |= _more(form, beside(asked, form))
    draft = Draft(direction=direction, **who, **parties, **what, **more, custom=said)
    with left:
        find_a_match(actor, fields, draft)
    return Filled(draft, _missing(draft, asked, known, own))


def _of_group(fields: Fields, asked: Sequence[CustomField]) -> dict[str, str]:
    """What the group asks in fields of its own, by their ids."""
    if asked:
        st.html('<h2 class="asked">We also note</h2>')
    given = own_fields(fields, asked)
    return {str(each.id): given[each.name] for each in asked}


def _missing(
    draft: Draft, asked: Sequence[Requirement], known: frozenset[str], own: Sequence[CustomField]
) -> dict[str, str]:
    """In the order of the form."""
    words = CALLED | {name_of(each): _small(each.label) for each in asked if name_of(each) not in CALLED}
    words |= {each.name: _small(each.label) for each in own}
    lacking = draft.missing(asked, known, own)
    return {name: words[name] for name in words if name in lacking}


def _small(words: str) -> str:
    """As it stands within a sentence: a radiograph, NHS number."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _asked(actor: Actor, direction: Direction, parties: Mapping[str, Any], specialty: str) -> tuple[Requirement, ...]:
    to = "recipient_provider_id" if direction is Direction.OUTBOUND else "site_id"
    if not parties.get(to):
        return ()
    service = {"provider_id" if direction is Direction.OUTBOUND else "site_id": parties[to]}
    return required(actor, **service, specialty=specialty)


def _patient(form: Form, found: Choice | None, asked: Sequence[Requirement]) -> tuple[dict[str, Any], frozenset[str]]:
    """Who it is; of somebody known, what the service asks for and their record lacks."""
    if found and found.adds:
        return {"new_patient": new_patient(form.actor, form.fields, found.title, form.needed)}, frozenset()
    wanted = [each.code for each in asked if each.code in ON_RECORD]
    if found is None or found.id is None or not wanted:
        return {"patient_id": found.id if found else None}, frozenset()
    record = patient.one(form.actor, found.id)
    there = {
        "born_on": record.born_on,
        "nhs_number": record.nhs_number,
        "phone": record.contact(Channel.PHONE),
        "email": record.contact(Channel.EMAIL),
    }
    lacking = {name: _LACKING[name](form, record.id) for name in wanted if not there[name]}
    return {"patient_id": found.id, "on_record": lacking}, frozenset(name for name, value in there.items() if value)


def _born_on(form: Form, of: int) -> Any:
    return form.fields.day("born_on", form.label("born_on", "Date of birth"), of=of, min_value=FIRST_BIRTH)


def _nhs_number(form: Form, of: int) -> Any:
    return form.fields.ask("nhs_number", st.text_input, form.label("nhs_number", "NHS number"), of=of)


def _phone(form: Form, of: int) -> Any:
    return form.fields.ask("phone", st.text_input, form.label("phone", "Telephone"), of=of)


def _email(form: Form, of: int) -> Any:
    return form.fields.ask("email", st.text_input, form.label("email", "E-mail"), of=of)


_LACKING = {"born_on": _born_on, "nhs_number": _nhs_number, "phone": _phone, "email": _email}


def _inbound(actor: Actor, fields: Fields, mine: list[Site]) -> dict[str, Any]:
    way, where = st.columns([1, 2])
    with way:
        source = fields.ask(
            "source", st.selectbox, "Comes from", options=list(Source), format_func=lambda source: source.label
        )
    with where:
        practice = find_practice(actor, fields, "referrer", "Referring practice") if source is Source.PROVIDER else None
    people = provider(actor, practice.id).clinicians if practice and practice.id else ()
    given = {
        "source": source,
        "referrer_provider_id": practice.id if practice else None,
        "referrer_clinician_id": clinician(fields, "referrer_clinician", "Referring clinician", people),
        "site_id": _own(fields, "site", "Received at", mine),
    }
    with where:
        return given | {"campaign_id": _campaign(actor, fields, source, given["site_id"])}


def _campaign(actor: Actor, fields: Fields, source: Source, site_id: int | None) -> int | None:
    """What it came of, where something runs that patients who come this way may come of."""
    called = running(actor, source, site_id, clock.now().date()) if site_id else {}
    return fields.choose("campaign", "Campaign", called, "Not known", of=f"{source}-{site_id}") if called else None


def _outbound(actor: Actor, fields: Fields, mine: list[Site]) -> dict[str, Any]:
    practice = find_practice(actor, fields, "recipient", "Refer to")
    people = provider(actor, practice.id).clinicians if practice and practice.id else ()
    return {
        "recipient_provider_id": practice.id if practice else None,
        "recipient_clinician_id": clinician(fields, "recipient_clinician", "Clinician there", people),
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
        "recipient_clinician_id": clinician(fields, "recipient_clinician", "Clinician there", people),
    }


PARTIES = {Direction.INBOUND: _inbound, Direction.OUTBOUND: _outbound, Direction.INTERNAL: _internal}


def _own(fields: Fields, name: str, label: str, mine: list[Site]) -> int | None:
    """One of the person's own sites; not asked of those who have only one."""
    if len(mine) == 1:
        return mine[0].id
    return fields.choose(name, label, {site.id: site.name for site in mine}, "Choose the site")


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


def _more(form: Form, drawn: Sequence[str]) -> dict[str, Any]:
    """What is rarely needed; it opens by itself when something in it was refused."""
    names = [name for column in COLUMNS[form.direction] for name in column if name not in drawn]
    wrong, given = form.fields.refused(*names), {}
    with st.expander("More", expanded=wrong, key=form.fields.sheet.key(f"more-{wrong}")):
        for place, column in zip(st.columns(3, gap="medium"), COLUMNS[form.direction], strict=True):
            with place:
                for name in column:
                    given |= RARE[name](form) if name in names else {}
    return given
