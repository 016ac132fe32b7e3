"""What people take along: referrals and messages as files, a worklist on paper, and figures for programs."""

from collections.abc import Callable, Iterator, Mapping

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from core import clock, correspondence, insight, referral
from core.access import Actor
from core.api.entrance import HTML, group_name
from core.api.gate import viewer_of
from core.errors import NotAllowed, NotFound, Refusal
from core.insight import Asked
from core.referral import File, Wanted
from core.settings import settings

UNSEEN = {"Cache-Control": "no-store"}
STATUS: dict[type[Refusal], int] = {NotAllowed: 403, NotFound: 404}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PIECE = 2**16


async def exported(request: Request) -> Response:
    """GET /api/referrals.csv, /api/referrals.xlsx: everything that the filters in the address show."""
    form = request.path_params["form"]

    def answer(actor: Actor, asked: Mapping[str, str]) -> Response:
        return _handed_over(referral.export(actor, Wanted.read(asked), form), MEDIA[form])

    return await _answer(request, answer) if form in MEDIA else PlainTextResponse("", 404)


async def messages(request: Request) -> Response:
    """GET /api/patients/7/messages.csv?way=in, channel=sms: what was written to a patient and what came back."""
    patient_id = request.path_params["patient_id"]

    def answer(actor: Actor, asked: Mapping[str, str]) -> Response:
        wanted = correspondence.Wanted(channel=asked.get("channel", ""), direction=asked.get("way", ""))
        return _handed_over(correspondence.export(actor, patient_id, wanted), MEDIA["csv"])

    return await _answer(request, answer)


async def worklist(request: Request) -> Response:
    """GET /api/worklist?by=owner, stage: the same on paper, with telephone numbers and room to tick."""

    def answer(actor: Actor, asked: Mapping[str, str]) -> Response:
        found = referral.worklist(actor, Wanted.read(asked), asked.get("by", ""))
        now = clock.now()
        shown = {
            "group": group_name(),
            "by": actor.name,
            "printed": clock.spoken(now, settings().time_zone.key),
            "most": referral.PRINTED,
            "due": lambda row: row.due,
            "day": lambda on: f"{on:%d/%m/%Y}",
        }
        return HTMLResponse(HTML.get_template("worklist.html").render(shown, found=found), headers=UNSEEN)

    return await _answer(request, answer)


async def figures(request: Request) -> Response:
    """GET /api/figures-parquet.zip, /api/figures-csv.zip: the sums of the months and sites in the address."""

    def answer(actor: Actor, asked: Mapping[str, str]) -> Response:
        return _handed_over(insight.export(actor, Asked.read(asked), request.path_params["form"]), "application/zip")

    return await _answer(request, answer)


async def _answer(request: Request, answer: Callable[[Actor, Mapping[str, str]], Response]) -> Response:
    actor = await viewer_of(request)
    if actor is None:
        return PlainTextResponse("Please sign in to Baton first, then try again.", 401, UNSEEN)
    try:
        return await run_in_threadpool(answer, actor, request.query_params)
    except Refusal as refusal:
        return PlainTextResponse(str(refusal), STATUS.get(type(refusal), 409), UNSEEN)


def _handed_over(file: File | insight.File, media_type: str) -> Response:
    headers = {
        **UNSEEN,
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Content-Length": str(file.size),
    }
    closed = BackgroundTask(file.content.close)
    return StreamingResponse(_pieces(file), headers=headers, media_type=media_type, background=closed)


def _pieces(file: File | insight.File) -> Iterator[bytes]:
    while piece := file.content.read(_PIECE):
        yield piece


ROUTES = [
    Route("/api/referrals.{form}", exported),
    Route("/api/patients/{patient_id:int}/messages.csv", messages),
    Route("/api/worklist", worklist),
    Route("/api/figures-{form}.zip", figures),
]
