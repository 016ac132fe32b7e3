"""The way in to all open referrals of a practice: its address, the code that was mailed to it, and the list."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from core import outsider
from core.api import cookie
from core.api.portal import Visit, routes
from core.api.portal_page import SAFE, address_of, is_foreign, page, refused, typed
from core.api.sealed import GOOD_FOR, sealed, unsealed
from core.errors import Lacking, NotNow, Refusal
from core.link.purpose import TERMS, Purpose

HOME = f"{TERMS[Purpose.PROVIDER_LIST].path}{TERMS[Purpose.PROVIDER_LIST].door}"
SALT = "portal-code"
"""Of which code was asked for, as an address carries it from one page to the next."""
NEVER_MIND = "This page was not opened here, or too long ago. Type your address again."


async def at_the_door(request: Request) -> Response:
    """GET /o/provider: all open referrals of whoever signed in, or else the form that asks for an address."""
    return await run_in_threadpool(_list, request)


async def asked(request: Request) -> Response:
    """POST /o/provider: mail a code to this address, if it is one of ours; the page says the same either way."""
    return await run_in_threadpool(_ask, request, await typed(request))


async def coded(request: Request) -> Response:
    """GET /o/provider/code: the form for the code."""
    return await run_in_threadpool(page, "code.html", asked=request.query_params.get("asked", ""), wrong="")


async def entered(request: Request) -> Response:
    """POST /o/provider/code: sign in with it."""
    return await run_in_threadpool(_enter, await typed(request))


async def left(request: Request) -> Response:
    """POST /o/provider/leave: sign out."""
    if is_foreign(request):
        return RedirectResponse(HOME, 303, SAFE)
    await run_in_threadpool(outsider.leave, request.cookies.get(name(), ""))
    answer = RedirectResponse(HOME, 303, SAFE)
    answer.delete_cookie(name(), path="/o/", secure=cookie.is_secure(), httponly=True, samesite="lax")
    return answer


def by_session(request: Request) -> Visit:
    """Whoever signed in, at one of their referrals."""
    number = int(request.path_params["number"])
    guest = outsider.came_back(request.cookies.get(name(), ""), number, address_of(request))
    return Visit(guest, outsider.stands(guest.actor), f"{HOME}/{number}")


def name() -> str:
    """The cookie of a session; SameSite is Lax, because the way here leads from a mail."""
    return "__Secure-baton-practice" if cookie.is_secure() else "baton-practice"


def _list(request: Request) -> Response:
    token = request.cookies.get(name(), "")
    try:
        several = outsider.several(token, address_of(request)) if token else None
    except Refusal:
        several = None
    if several is None:
        return page("sign_in.html", address="", wrong="")
    return page("referrals.html", several=several, home=HOME)


def _ask(request: Request, given: dict[str, str]) -> Response:
    address = given.get("address", "")
    try:
        number = outsider.ask_code(address, address_of(request))
    except Lacking as lacking:
        return page("sign_in.html", 422, address=address, wrong=lacking.fields["address"])
    except NotNow as refusal:
        return refused(refusal, 429)
    return RedirectResponse(f"{HOME}/code?asked={sealed(SALT, number)}", 303, SAFE)


def _enter(given: dict[str, str]) -> Response:
    asked = given.get("asked", "")
    found = unsealed(SALT, asked, GOOD_FOR)
    if found is None:
        return page("sign_in.html", 409, address="", wrong=NEVER_MIND)
    try:
        token = outsider.enter(found[0], given.get("code", ""))
    except Lacking as lacking:
        return page("code.html", 422, asked=asked, wrong=lacking.fields["code"])
    answer = RedirectResponse(HOME, 303, SAFE)
    age = int(TERMS[Purpose.PROVIDER_LIST].good_for.total_seconds())
    answer.set_cookie(name(), token, age, path="/o/", secure=cookie.is_secure(), httponly=True, samesite="lax")
    return answer


ROUTES = [
    Route(HOME, at_the_door, methods=["GET"]),
    Route(HOME, asked, methods=["POST"]),
    Route(f"{HOME}/code", coded, methods=["GET"]),
    Route(f"{HOME}/code", entered, methods=["POST"]),
    Route(f"{HOME}/leave", left, methods=["POST"]),
    *routes(f"{HOME}/{{number:int}}", by_session),
]
