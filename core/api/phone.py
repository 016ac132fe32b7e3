"""Messages on a patient's telephone: what its browser asks for, what shows them, and that one was shown."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core import push
from core.api.gate import LARGEST
from core.api.patient_portal import HOME, Visit, answered
from core.api.portal_page import SAFE, is_foreign, too_large
from core.brand import brand
from core.connectors.web_push import PATH
from core.errors import Refusal
from core.push import Asked
from core.work import reading

WORKER = (Path(__file__).parent / "html" / "worker.js").read_text(encoding="utf-8")
Said = Mapping[str, Any]
Deed = Callable[[Visit, Said, str], dict[str, bool]]


async def worker(_request: Request) -> Response:
    """GET /push/worker.js: works for the pages of patients and no other."""
    headers = {"Service-Worker-Allowed": HOME, "Cache-Control": "no-cache"}
    return Response(WORKER, media_type="text/javascript", headers=headers)


async def manifest(_request: Request) -> Response:
    """GET /push/app.webmanifest: what lets the page stand on a home screen, where an iPhone shows messages from."""
    return await run_in_threadpool(_manifest)


async def begin(request: Request) -> Response:
    """POST /p/{token}/phone: show messages here from now on."""
    return await _done(request, _begin)


async def here(request: Request) -> Response:
    """POST /p/{token}/phone/here: whether they are."""
    return await _done(request, _here)


async def end(request: Request) -> Response:
    """POST /p/{token}/phone/end: no more, and whether the browser may forget us."""
    return await _done(request, _end)


async def shown(request: Request) -> Response:
    """POST /push/shown/…: a telephone says that a message is on its screen."""
    token, home, mark = (request.path_params[name] for name in ("token", "home", "mark"))
    ours = await run_in_threadpool(push.confirm_shown, f"{token}@{home}", mark)
    return Response(status_code=204 if ours else 403, headers=SAFE)


async def _done(request: Request, deed: Deed) -> Response:
    """Nothing is read of what is too long, or what another page sent."""
    if too_large(request, LARGEST) or is_foreign(request):
        return JSONResponse({}, 403, SAFE)
    said = _read(await request.body())
    agent = request.headers.get("user-agent", "")

    def answer(visit: Visit, _request: Request) -> Response:
        try:
            return JSONResponse(deed(visit, said, agent), 200, SAFE)
        except Refusal as refusal:
            return JSONResponse({"why": str(refusal)}, 409, SAFE)

    return await run_in_threadpool(answered, request, answer)


def _begin(visit: Visit, said: Said, agent: str) -> dict[str, bool]:
    keys = said.get("keys")
    keys = keys if isinstance(keys, dict) else {}
    asked = Asked(_text(said, "endpoint"), _text(keys, "p256dh"), _text(keys, "auth"), agent)
    wording = f"{visit.say.say('phone', 'why')} {visit.say.say('phone', 'begin')}"
    push.subscribe(visit.guest.actor, asked, wording, visit.guest.link_id)
    return {"shown": True}


def _here(visit: Visit, said: Said, _agent: str) -> dict[str, bool]:
    return {"shown": push.shown_here(visit.guest.actor, _text(said, "endpoint"))}


def _end(visit: Visit, said: Said, _agent: str) -> dict[str, bool]:
    return {"alone": push.end_here(visit.guest.actor, _text(said, "endpoint"))}


def _read(body: bytes) -> Said:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _text(said: Said, name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _manifest() -> Response:
    with reading() as db:
        group = brand(db)
    icon = {"src": "/app/static/icon-192.png", "sizes": "192x192", "type": "image/png"}
    told = {"name": group.name, "short_name": group.name, "scope": HOME, "display": "standalone", "icons": [icon]}
    told |= {"theme_color": group.colour, "background_color": "#ffffff"}
    return Response(json.dumps(told), media_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


ROUTES = [
    Route(f"{PATH}/worker.js", worker),
    Route(f"{PATH}/app.webmanifest", manifest),
    Route(f"{PATH}/shown/{{token}}/{{home}}/{{mark}}", shown, methods=["POST"]),
    Route(f"{HOME}{{token}}/phone", begin, methods=["POST"]),
    Route(f"{HOME}{{token}}/phone/here", here, methods=["POST"]),
    Route(f"{HOME}{{token}}/phone/end", end, methods=["POST"]),
]
