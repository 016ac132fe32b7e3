"""Documents for a browser: a lasting address that asks who comes, and short signed links to the bytes themselves."""

from collections.abc import Callable
from pathlib import PurePath
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from core import document
from core.access import Actor
from core.api.gate import viewer_of
from core.document import File
from core.errors import NotAllowed, NotFound, Refusal

UNSEEN = {"Cache-Control": "no-store"}
MOST = 2**63 - 1
"""No database counts further."""
STATUS = {NotFound: 404, NotAllowed: 403}
NOTHING = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
SHUT = f"{NOTHING}; sandbox"
"""Not for a PDF: what draws it is a program of the browser's own, which some do not start in a sandbox."""


async def opened(request: Request) -> Response:
    """GET /document/ID: on to a fresh link, so that a page which was open all morning still opens its documents."""

    def answer(actor: Actor) -> Response:
        number = min(request.path_params["id"], MOST)
        return RedirectResponse(document.link(actor, number), 303, UNSEEN)

    return await answered(request, answer)


async def file(request: Request) -> Response:
    """GET /file/TOKEN: the bytes, for the person whose link it is and while it is good."""

    def answer(actor: Actor) -> Response:
        return _handed_over(document.followed(actor, request.path_params["token"]))

    return await answered(request, answer)


async def answered(request: Request, answer: Callable[[Actor], Response], what: str = "document") -> Response:
    """What whoever is signed in may have, or the sentence why not."""
    actor = await viewer_of(request)
    if actor is None:
        return PlainTextResponse(f"Please sign in to Baton first, then open the {what} again.", 401, UNSEEN)
    try:
        return await run_in_threadpool(answer, actor)
    except Refusal as refusal:
        return PlainTextResponse(str(refusal), STATUS.get(type(refusal), 409), UNSEEN)


def _handed_over(found: File) -> Response:
    headers = {
        "Content-Disposition": f"{'inline' if found.form.shown else 'attachment'}; {_named(found)}",
        "Content-Security-Policy": NOTHING if found.form.media_type == "application/pdf" else SHUT,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return Response(found.content, media_type=found.form.media_type, headers=headers | UNSEEN)


def _named(found: File) -> str:
    """As RFC 6266 has it: once in ASCII, once as it is; the ending always tells what the content is."""
    name = found.name
    if PurePath(name).suffix.casefold() not in found.form.endings:
        name += found.form.endings[0]
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in " .-_()") else "_" for c in name)
    return f"filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


ROUTES = [Route("/document/{id:int}", opened), Route("/file/{token}", file)]
