"""A patient's own page: behind a link and their date of birth, on a telephone, without scripts, in their language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from core import outsider
from core.api import patient_session as session
from core.api.patient_shown import CALENDAR, Shown
from core.api.phone_offer import POLICY, offered
from core.api.portal_page import SAFE, address_of, page, typed
from core.api.sealed import sealed_form, unsealed_form
from core.errors import Lacking, NotFound, Refusal
from core.link.purpose import TERMS, Purpose
from core.outsider import WISHES, Caller, Guest
from core.people.guessing import KEEPS_ASKING
from core.sayings import Sayings, liked

HOME = TERMS[Purpose.PATIENT].path
LETTER = 32 * 2**10
"""Room for a wish in any script."""
BORN = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Visit:
    """A patient on their page, who has said who they are: as whom they act, in which language, and where it lies."""

    caller: Caller
    guest: Guest
    say: Sayings
    base: str


Answered = Callable[[Visit, Request], Response]


@cache
def worded() -> Mapping[str, Sayings]:
    """The words of the page by language."""
    return Sayings.read("patient-page")


def visit(request: Request) -> Visit | Response:
    """Whoever comes with a good link and has said who they are; else the page that asks them, or why it is over."""
    base = f"{HOME}{request.path_params['token']}"
    try:
        caller = outsider.called(request.path_params["token"], address_of(request))
    except Refusal as refusal:
        return _refused(request, refusal)
    chosen = session.language_of(request, caller)
    if chosen is None:
        return _door(_words(request, caller.language), base, caller)
    return Visit(caller, outsider.known(caller), _words(request, chosen), base)


def answered(request: Request, answer: Answered) -> Response:
    """What a patient may have; the half hour begins anew."""
    found = visit(request)
    if not isinstance(found, Visit):
        return found
    told = answer(found, request)
    session.give(told, found.base, found.caller, found.say.language.code)
    return told


async def shown(request: Request) -> Response:
    """GET /p/{token}: the page, or the form that asks for the second fact."""
    return await run_in_threadpool(answered, request, overview)


async def kept(request: Request) -> Response:
    """GET /p/{token}/visit.ics: the appointment for their calendar."""
    return await run_in_threadpool(answered, request, _calendar)


async def asked(request: Request) -> Response:
    """GET /p/{token}/rebook, cancel or end: the form of a wish."""
    return await run_in_threadpool(answered, request, _asking)


async def sent(request: Request) -> Response:
    """POST to the same: the wish."""
    given = await typed(request, largest=LETTER)
    return await run_in_threadpool(answered, request, lambda found, _: _wished(found, request, given))


async def born(request: Request) -> Response:
    """POST /p/{token}: the date of birth."""
    return await run_in_threadpool(_born, request, await typed(request))


async def left(request: Request) -> Response:
    """POST /p/{token}/leave: forgotten on this telephone at once."""
    place = f"{HOME}{request.path_params['token']}"
    answer = RedirectResponse(place, 303, SAFE)
    session.take_back(answer, place)
    return answer


async def lost(request: Request) -> Response:
    """GET /p/: where a link leads that is none."""
    return await run_in_threadpool(_refused, request, NotFound())


def overview(found: Visit, request: Request | None = None, *, wrong: str = "", status: int = 200) -> Response:
    """The page itself; what was asked for a moment ago is said on top."""
    told = request.query_params.get("told", "") if request else ""
    done = found.say.say("done", told)
    phone = offered(found.guest.actor)
    return drawn("patient.html", found.say, status, **_seen(found), **phone, done=done, wrong=wrong)


def _calendar(found: Visit, _request: Request) -> Response:
    """The appointment as a file."""
    entry = Shown(found.say, outsider.sees(found.guest.actor)).calendar()
    if not entry:
        return overview(found, wrong=found.say.say("closed", "nothing"), status=404)
    name = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
    return Response(entry, 200, SAFE | name, CALENDAR)


def _asking(found: Visit, request: Request) -> Response:
    """The empty form of a wish."""
    return _form(found, _deed(request))


def _form(found: Visit, deed: str, typed: str = "", wrong: str = "", status: int = 200) -> Response:
    seen = _seen(found)
    if deed not in seen["sees"].wishes:
        return overview(found, wrong=found.say.say("wish", "gone"), status=409)
    seal = sealed_form(found.guest, deed, seen["sees"].now.version)
    return drawn("patient_wish.html", found.say, status, **seen, deed=deed, seal=seal, typed=typed, wrong=wrong)


def _wished(found: Visit, request: Request, given: Mapping[str, str]) -> Response:
    deed, text = _deed(request), given.get("comment", "")
    try:
        form = unsealed_form(found.guest, deed, given.get("seal", ""))
    except Refusal:
        return _form(found, deed, text, found.say.say("wish", "stale"), 409)
    try:
        outsider.wish(found.guest.actor, form, text)
    except Lacking:
        return _form(found, deed, text, found.say.say("wish", "long"), 422)
    except Refusal:
        return overview(found, wrong=found.say.say("wish", "gone"), status=409)
    return RedirectResponse(f"{found.base}?told={deed}", 303, SAFE)


def _seen(found: Visit) -> dict[str, Any]:
    sees = outsider.sees(found.guest.actor)
    return {"visit": found, "sees": sees, "shown": Shown(found.say, sees)}


def _deed(request: Request) -> str:
    return request.url.path.rpartition("/")[2]


def _born(request: Request, given: Mapping[str, str]) -> Response:
    base = f"{HOME}{request.path_params['token']}"
    try:
        caller = outsider.called(request.path_params["token"], address_of(request))
    except Refusal as refusal:
        return _refused(request, refusal)
    say = _words(request, given.get("lang", "") or caller.language)
    day = _date(given)
    if day is None:
        return _door(say, base, caller, given, say.say("door", "unreadable"), 422)
    verdict = outsider.say_born(caller, day, address_of(request))
    if not verdict.right:
        return _wrong(say, base, caller, given, verdict.wait)
    answer = RedirectResponse(base, 303, SAFE)
    session.give(answer, base, caller, say.language.code)
    return answer


def _wrong(say: Sayings, base: str, caller: Caller, given: Mapping[str, str], wait: int) -> Response:
    if not wait:
        return _door(say, base, caller, given, say.say("door", "wrong"), 422)
    answer = _door(say, base, caller, given, say.say("door", "wait", seconds=wait), 429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _date(given: Mapping[str, str]) -> date | None:
    """As three fields say it."""
    parts = [given.get(part, "").strip() for part in BORN]
    try:
        day, month, year = (int(part) if part.isascii() and part.isdecimal() else 0 for part in parts)
        return date(year, month, day) if year > 999 else None
    except ValueError:
        return None


def _door(
    say: Sayings, base: str, caller: Caller, given: Mapping[str, str] | None = None, wrong: str = "", status: int = 200
) -> Response:
    fields = [(part, say.say("door", part), (given or {}).get(part, "")) for part in BORN]
    return drawn("patient_door.html", say, status, base=base, asked=caller.asked, fields=fields, wrong=wrong)


def _refused(request: Request, refusal: Refusal) -> Response:
    """Why a link opens nothing, in the language that the browser asks for."""
    haste = str(refusal) == KEEPS_ASKING
    why, status = ("haste", 429) if haste else ("unknown", 404) if isinstance(refusal, NotFound) else ("over", 410)
    say = _words(request, "")
    answer = drawn("patient_closed.html", say, status, over=say.say("closed", why))
    if haste:
        answer.headers["Retry-After"] = "60"
    return answer


def _words(request: Request, otherwise: str) -> Sayings:
    """In the language that was just chosen, else in the one they are known to read, else in the browser's."""
    known = worded()
    wanted = (request.query_params.get("lang", ""), otherwise, liked(request.headers.get("accept-language", ""), known))
    return known[next(code for code in wanted if code in known)]


def drawn(template: str, say: Sayings, status: int = 200, /, **shown: object) -> Response:
    """A page in the patient's language, which leads to the same in the others."""
    others = [each.language for each in worded().values() if each is not say]
    return page(template, status, POLICY, say=say, lang=say.language.tag, others=others, **shown)


ROUTES = [
    Route(HOME, lost),
    Route(f"{HOME}{{token}}", shown, methods=["GET"]),
    Route(f"{HOME}{{token}}", born, methods=["POST"]),
    Route(f"{HOME}{{token}}/leave", left, methods=["POST"]),
    Route(f"{HOME}{{token}}/visit.ics", kept),
    *(Route(f"{HOME}{{token}}/{deed}", asked, methods=["GET"]) for deed in WISHES),
    *(Route(f"{HOME}{{token}}/{deed}", sent, methods=["POST"]) for deed in WISHES),
]
