"""A patient's own page: behind a link and their date of birth, on a telephone, without scripts, in their language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from core import outsider
from core.api import patient_session as session
from core.api.phone_offer import POLICY, offered
from core.api.portal_page import SAFE, address_of, page, typed
from core.errors import NotFound, Refusal
from core.link.purpose import TERMS, Purpose
from core.outsider import Caller, Guest
from core.people.guessing import KEEPS_ASKING
from core.sayings import Sayings, liked

HOME = TERMS[Purpose.PATIENT].path
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
    return Sayings.read("patient-page.yaml")


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
    return await run_in_threadpool(answered, request, _overview)


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


def _overview(found: Visit, _request: Request) -> Response:
    return _page("patient.html", found.say, visit=found, **offered(found.guest.actor))


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
    return _page("patient_door.html", say, status, base=base, asked=caller.asked, fields=fields, wrong=wrong)


def _refused(request: Request, refusal: Refusal) -> Response:
    """Why a link opens nothing, in the language that the browser asks for."""
    haste = str(refusal) == KEEPS_ASKING
    why, status = ("haste", 429) if haste else ("unknown", 404) if isinstance(refusal, NotFound) else ("over", 410)
    say = _words(request, "")
    answer = _page("patient_closed.html", say, status, over=say.say("closed", why))
    if haste:
        answer.headers["Retry-After"] = "60"
    return answer


def _words(request: Request, otherwise: str) -> Sayings:
    """In the language that was just chosen, else in the one they are known to read, else in the browser's."""
    known = worded()
    wanted = (request.query_params.get("lang", ""), otherwise, liked(request.headers.get("accept-language", ""), known))
    return known[next(code for code in wanted if code in known)]


def _page(template: str, say: Sayings, status: int = 200, /, **shown: object) -> Response:
    others = [each.language for each in worded().values() if each is not say]
    return page(template, status, POLICY, say=say, lang=say.language.tag, others=others, **shown)


ROUTES = [
    Route(HOME, lost),
    Route(f"{HOME}{{token}}", shown, methods=["GET"]),
    Route(f"{HOME}{{token}}", born, methods=["POST"]),
    Route(f"{HOME}{{token}}/leave", left, methods=["POST"]),
]
