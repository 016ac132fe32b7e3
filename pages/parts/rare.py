"""Fields of a new referral that are rarely needed: folded away, unless the service this goes to asks for them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from core import clock
from core.access import Actor
from core.directory import Clinician, site_clinicians, sites
from core.referral import Direction, Funding, Request, owners
from pages.parts.fields import Fields

KINDS = list(Request)
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Form:
    """Who fills in what, which way it goes, between whom, and which fields the service insists on."""

    actor: Actor
    fields: Fields
    direction: Direction
    parties: Mapping[str, Any]
    needed: frozenset[str] = frozenset()

    def label(self, name: str, words: str) -> str:
        """What a field is called; one that the service insists on says so."""
        return f"{words} (needed)" if name in self.needed else words

    def text(self, name: str, words: str, **how: Any) -> dict[str, Any]:
        """One line of text."""
        return {name: self.fields.ask(name, st.text_input, self.label(name, words), **how)}

    @property
    def here(self) -> int | None:
        """The site of ours that writes it."""
        site = "from_site_id" if self.direction is Direction.INTERNAL else "site_id"
        return self.parties.get(site)


def clinician(fields: Fields, name: str, label: str, people: Iterable[Clinician]) -> int | None:
    """Somebody there, if anybody is known; nobody need be named."""
    called = {person.id: person.name for person in people}
    return fields.choose(name, label, called, "Not named", of=min(called)) if called else None


def _teeth(form: Form) -> dict[str, Any]:
    return form.text("teeth", "Teeth (FDI)", placeholder="36, 37")


def _kind(form: Form) -> dict[str, Any]:
    treat = KINDS.index(Request.TREAT)
    shown: dict[str, Any] = {"options": KINDS, "index": treat, "format_func": lambda kind: kind.label}
    return {"kind": form.fields.ask("kind", st.selectbox, "Kind of request", **shown)}


def _needs(form: Form) -> dict[str, Any]:
    return form.text("needs", "Additional needs", placeholder="Interpreter, transport …")


def _funding(form: Form) -> dict[str, Any]:
    fundings = {funding: funding.label for funding in Funding}
    return {"funding": form.fields.choose("funding", form.label("funding", "Funding"), fundings, "Not known")}


def _payer(form: Form) -> dict[str, Any]:
    return form.text("payer", "Payer", placeholder="Insurer and policy")


def _written(form: Form) -> dict[str, Any]:
    return {"written_on": form.fields.day("written", form.label("written", "Letter’s date"))}


def _their_reference(form: Form) -> dict[str, Any]:
    return form.text("their_reference", "Their reference")


def _received(form: Form) -> dict[str, Any]:
    """Noon of the day at the site; nothing when it is today, which is now."""
    day: date | None = form.fields.day("received", "Day received, if not today")
    zone = next((site.time_zone for site in sites(form.actor) if site.id == form.here), "UTC")
    if day is None or day == clock.local(clock.now(), zone).date():
        return {"received_at": None}
    return {"received_at": datetime.combine(day, NOON, ZoneInfo(zone))}


def _owner(form: Form) -> dict[str, Any]:
    """Who follows it up, where that is not left to whoever writes it or to the site's own way of choosing."""
    called = {owner.id: owner.name for owner in owners(form.actor, form.here)} if form.here else {}
    nobody = "You" if form.direction is Direction.OUTBOUND else "As usual here"
    return {"owner_id": form.fields.choose("owner", "Owner", called, nobody, of=form.here, disabled=not called)}


def _referrer_clinician(form: Form) -> dict[str, Any]:
    """The clinician of ours whose decision it is, when somebody else types it in."""
    people = site_clinicians(form.actor, form.here) if form.here else ()
    label = form.label("referrer_clinician", "On behalf of")
    return {"referrer_clinician_id": clinician(form.fields, "referrer_clinician", label, people)}


RARE: dict[str, Callable[[Form], dict[str, Any]]] = {
    "teeth": _teeth,
    "kind": _kind,
    "needs": _needs,
    "funding": _funding,
    "payer": _payer,
    "written": _written,
    "their_reference": _their_reference,
    "received": _received,
    "owner": _owner,
    "referrer_clinician": _referrer_clinician,
}
COLUMNS: dict[Direction, tuple[tuple[str, ...], ...]] = {
    Direction.INBOUND: (
        ("teeth", "kind", "needs"),
        ("funding", "payer", "written"),
        ("their_reference", "received", "owner"),
    ),
    Direction.OUTBOUND: (("teeth", "kind", "needs"), ("funding", "payer", "written"), ("referrer_clinician", "owner")),
    Direction.INTERNAL: (("teeth", "kind", "needs"), ("funding", "payer", "written"), ("referrer_clinician",)),
}
"""Where each has its place, folded; those that do not go this way are not asked."""
