"""How a patient wants to be written to, on their own page: the language, which way first, and for what."""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from core import outsider
from core.agreement import Purpose
from core.api.patient_portal import HOME, Visit, answered, drawn, overview
from core.api.portal_page import SAFE, typed
from core.api.sealed import sealed_form, unsealed_form
from core.channel import Channel
from core.errors import Refusal
from core.field import phone_shown
from core.outsider import Choices, Chosen
from core.outsider.unsubscribing import hidden

DEED, AGAIN = "contact", "again"
MOST = 48
"""Fields: one for each way and purpose, and room."""
LAST = 3
"""Digits of a number by which its owner knows it."""


async def asked(request: Request) -> Response:
    """GET /p/{token}/contact: what they chose so far."""
    return await run_in_threadpool(answered, request, lambda found, _: _form(found))


async def sent(request: Request) -> Response:
    """POST to the same: what they choose now."""
    given = await typed(request, MOST)
    return await run_in_threadpool(answered, request, lambda found, _: _chosen(found, given))


async def again(request: Request) -> Response:
    """POST /p/{token}/again: messages again, after somebody answered STOP."""
    given = await typed(request)
    return await run_in_threadpool(answered, request, lambda found, _: _begun(found, given))


def _form(found: Visit, wrong: str = "", status: int = 200) -> Response:
    choices = outsider.choices(found.guest.actor)
    seals = {deed: sealed_form(found.guest, deed, 0) for deed in (DEED, AGAIN)}
    shown = {"choices": choices, "seals": seals, "wrong": wrong, "known_as": _known_as, "purposes": list(Purpose)}
    return drawn("patient_contact.html", found.say, status, visit=found, **shown)


def _chosen(found: Visit, given: Mapping[str, str]) -> Response:
    """Nothing that is not signed is read, for a box that did not come is a no."""
    try:
        unsealed_form(found.guest, DEED, given.get("seal", ""))
        language = given.get("language", "")
        outsider.choose(found.guest.actor, _read(found, outsider.choices(found.guest.actor), given))
    except Refusal:
        return _form(found, found.say.say("wish", "stale"), 409)
    return RedirectResponse(f"{found.base}?told={DEED}&lang={language}", 303, SAFE)


def _begun(found: Visit, given: Mapping[str, str]) -> Response:
    try:
        unsealed_form(found.guest, AGAIN, given.get("seal", ""))
        outsider.begin_again(found.guest.actor, found.say.say("contact", "again"))
    except Refusal:
        return overview(found, wrong=found.say.say("wish", "gone"), status=409)
    return RedirectResponse(f"{found.base}?told={DEED}", 303, SAFE)


def _read(found: Visit, choices: Choices, given: Mapping[str, str]) -> Chosen:
    ways = [way.channel for way in choices.ways if not way.silent]
    boxes = {(way, purpose): f"{way}-{purpose}" in given for way in ways for purpose in Purpose}
    first = given.get("first", "")
    say = found.say.say
    wording = f"{say('contact', 'title')}: {'; '.join(say('purpose', purpose) for purpose in Purpose)}"
    return Chosen(given.get("language", ""), Channel(first) if first in set(Channel) else None, boxes, wording)


def _known_as(channel: Channel, address: str) -> str:
    """Enough of an address for who knows it."""
    if channel is Channel.EMAIL:
        return hidden(address)
    return f"…{phone_shown(address)[-LAST:]}" if address.startswith("+") else ""


ROUTES = [
    Route(f"{HOME}{{token}}/{DEED}", asked, methods=["GET"]),
    Route(f"{HOME}{{token}}/{DEED}", sent, methods=["POST"]),
    Route(f"{HOME}{{token}}/{AGAIN}", again, methods=["POST"]),
]
