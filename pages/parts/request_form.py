"""The request, put differently: the fields that may still change as the referral stands, as they are now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core import clock
from core.access import Actor
from core.directory import provider, site_clinicians
from core.referral import Direction, Funding, Referral, Request, running
from pages.parts.answering import begins, own_fields
from pages.parts.fields import Fields


@dataclass(frozen=True, slots=True)
class Form:
    """Who changes which referral."""

    actor: Actor
    referral: Referral
    fields: Fields


def stands(r: Referral) -> dict[str, Any]:
    """What the fields begin with."""
    kept = {name: getattr(r, name) for name in FIELDS if hasattr(r, name)}
    own = begins(r.fields, r.custom)
    return kept | {"teeth": ", ".join(r.teeth), "kind": r.kind, "funding": r.funding} | own


def request_form(actor: Actor, r: Referral, fields: Fields) -> dict[str, Any]:
    """Draw the fields in the order in which a letter has them; what they say now."""
    form = Form(actor, r, fields)
    given = {name: FIELDS[name](form) for name in FIELDS if name in r.editable}
    return given | own_fields(fields, r.fields, stands=r.custom)


def _text(name: str, label: str, **how: Any) -> Callable[[Form], str]:
    return lambda form: str(form.fields.ask(name, st.text_input, label, **how))


def _reason(form: Form) -> str:
    return str(form.fields.ask("reason", st.text_area, "Reason for referral", height=132))


def _kind(form: Form) -> Request:
    kinds = {kind: kind.label for kind in Request}
    chosen: Request | None = form.fields.choose("kind", "Kind of request", kinds, "Choose what is asked for")
    return chosen or form.referral.kind


def _funding(form: Form) -> str:
    return form.fields.choose("funding", "Funding", {one: one.label for one in Funding}, "Not known") or ""


def _agrees(form: Form) -> bool:
    return bool(form.fields.ask("may_share", st.checkbox, "The patient agrees to share this between the practices"))


def _referrer(form: Form) -> int | None:
    now = form.referral.now
    outside = now.referrer_provider_id if now.direction is Direction.INBOUND else None
    own = None if now.direction is Direction.INBOUND else now.from_site_id or now.site_id
    return _clinician(form, "referrer_clinician_id", "Referring clinician", outside, own)


def _recipient(form: Form) -> int | None:
    now = form.referral.now
    outside = now.recipient_provider_id if now.direction is Direction.OUTBOUND else None
    return _clinician(form, "recipient_clinician_id", "Receiving clinician", outside, None if outside else now.site_id)


def _clinician(form: Form, name: str, label: str, outside: int | None, own: int | None) -> int | None:
    people = provider(form.actor, outside).clinicians if outside else site_clinicians(form.actor, own) if own else ()
    called = {person.id: person.name for person in people}
    if not called:
        return getattr(form.referral, name)  # type: ignore[no-any-return]
    return form.fields.choose(name, label, called, "Not named")


def _campaign(form: Form) -> int | None:
    r = form.referral
    site_id = r.now.site_id
    on = clock.local(r.now.received_at, r.zone).date()
    called = running(form.actor, r.source, site_id, on) if form.actor.works_at(site_id) else {}
    if r.campaign_id:
        called = {r.campaign_id: r.campaign} | called
    return form.fields.choose("campaign_id", "Campaign", called, "Not known") if called else None


FIELDS: Mapping[str, Callable[[Form], Any]] = {
    "reason": _reason,
    "teeth": _text("teeth", "Teeth (FDI)", placeholder="36, 37"),
    "kind": _kind,
    "referrer_clinician_id": _referrer,
    "recipient_clinician_id": _recipient,
    "campaign_id": _campaign,
    "needs": _text("needs", "Additional needs", placeholder="Interpreter, transport …"),
    "funding": _funding,
    "payer": _text("payer", "Payer", placeholder="Insurer and policy"),
    "their_reference": _text("their_reference", "Their reference"),
    "written_on": lambda form: form.fields.day("written_on", "Letter’s date"),
    "may_share": _agrees,
}
