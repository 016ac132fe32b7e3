"""What a finder fetches while somebody types: a few practices or patients, for whoever is signed in."""

from collections.abc import Callable, Iterable
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from core.access import Actor
from core.api.gate import viewer_of
from core.directory import FoundProvider, find_providers
from core.errors import NotAllowed
from core.field import district
from core.patient import Found, find

LONGEST = 80
UNSEEN = {"Cache-Control": "no-store"}
Choice = dict[str, int | str]


async def providers(request: Request) -> JSONResponse:
    """GET /api/find/providers?q=: practices by the beginnings of words of name, place and clinicians."""
    return await _answer(request, lambda actor, typed: map(_provider, find_providers(actor, typed)))


async def patients(request: Request) -> JSONResponse:
    """GET /api/find/patients?q=: patients of the asker's sites, with what tells two of one name apart."""
    return await _answer(request, lambda actor, typed: map(_patient, find(actor, typed)))


async def _answer(request: Request, found: Callable[[Actor, str], Iterable[Choice]]) -> JSONResponse:
    actor = await viewer_of(request)
    if actor is None:
        return JSONResponse([], 401, UNSEEN)
    typed = request.query_params.get("q", "")[:LONGEST]
    try:
        return JSONResponse(list(await run_in_threadpool(found, actor, typed)), headers=UNSEEN)
    except NotAllowed:
        return JSONResponse([], 403, UNSEEN)


def _provider(found: FoundProvider) -> Choice:
    hint = {"hint": found.hint} if found.hint else {}
    return {"id": found.id, "title": found.name, "detail": found.place, **hint}


def _patient(found: Found) -> Choice:
    known = [_born(found.born_on), district(found.postcode), found.phone and f"phone …{found.phone[-4:]}"]
    return {"id": found.id, "title": found.name, "detail": " · ".join(part for part in known if part)}


def _born(day: date | None) -> str:
    return f"born {day.day} {day:%b %Y}" if day else ""


ROUTES = [Route("/api/find/providers", providers), Route("/api/find/patients", patients)]
