"""Reports for a browser: to look at and to take along behind the session, and to whom a link was sent without one."""

from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from core import report
from core.access import Actor
from core.api.files import MOST, NOTHING, STATUS, UNSEEN, answered
from core.errors import NotFound, Refusal
from core.report import File, Scope


async def taken(request: Request) -> Response:
    """GET /edition/ID.pdf, .xlsx, .csv: a report as a file; ?shown=1 to look at its pages here."""

    def answer(actor: Actor) -> Response:
        edition_id, form = min(request.path_params["id"], MOST), request.path_params["form"]
        if "shown" in request.query_params and form == "pdf":
            return _page(report.shown(actor, edition_id))
        return _file(report.file(actor, edition_id, form))

    return await answered(request, answer, "report")


async def previewed(request: Request) -> Response:
    """GET /edition/preview?kind=&site=&provider=&period=: the pages as they would be now, kept nowhere."""

    def answer(actor: Actor) -> Response:
        asked = request.query_params
        scope = Scope(_number(asked.get("site", "")), _number(asked.get("provider", "")))
        try:
            period_on = date.fromisoformat(asked.get("period", ""))
        except ValueError:
            raise NotFound("There is no such period.") from None
        return _page(report.preview(actor, asked.get("kind", ""), scope, period_on))

    return await answered(request, answer, "report")


async def linked(request: Request) -> Response:
    """GET /report/TOKEN: what was sent to somebody outside, for whoever holds their link."""
    try:
        return _page((await run_in_threadpool(report.followed, request.path_params["token"])).content)
    except Refusal as refusal:
        return PlainTextResponse(str(refusal), STATUS.get(type(refusal), 410), UNSEEN)


def _page(pdf: bytes) -> Response:
    headers = {"Content-Disposition": "inline", "Content-Security-Policy": NOTHING}
    return Response(pdf, media_type="application/pdf", headers=headers | UNSEEN)


def _file(found: File) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.content, media_type=found.media_type, headers=headers | UNSEEN)


def _number(asked: str) -> int | None:
    return min(int(asked), MOST) if asked.isascii() and asked.isdecimal() and len(asked) < 20 else None


ROUTES = [
    Route("/edition/preview", previewed),
    Route("/edition/{id:int}.{form}", taken),
    Route("/report/{token}", linked),
]
