"""The way in and out: a ticket becomes a cookie, a cookie is given back, an invitation is taken up."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from core import people
from core.api import cookie
from core.api.gate import is_own_origin
from core.brand import brand
from core.errors import Lacking, NotFound
from core.people import invitation, passwords
from core.settings import settings
from core.work import reading

PRIVATE = {"Cache-Control": "no-store"}
HTML = Environment(loader=FileSystemLoader(Path(__file__).parent / "html"), autoescape=True)


async def enter(request: Request) -> Response:
    """A ticket from the sign-in form becomes this browser's session."""
    if not is_own_origin(request.headers) or not cookie.is_kept_by(request.headers["origin"]):
        return PlainTextResponse(f"Please open Baton at {settings().public_url}.", 403, PRIVATE)
    browser, address = request.headers.get("user-agent", ""), request.client.host if request.client else ""
    ticket = (await request.body()).decode(errors="replace")
    secret = await run_in_threadpool(people.enter, ticket, browser, address)
    if secret is None:
        return PlainTextResponse("That took too long. Please sign in again.", 401, PRIVATE)
    answer = Response(status_code=204, headers=PRIVATE)
    cookie.give(answer, secret)
    return answer


async def leave(request: Request) -> Response:
    """End this browser's session and take its cookie back."""
    if not is_own_origin(request.headers):
        return Response(status_code=403, headers=PRIVATE)
    if token_hash := cookie.token_hash(request):
        await run_in_threadpool(people.sign_out, token_hash)
    answer = Response(status_code=204, headers=PRIVATE)
    cookie.take_back(answer)
    return answer


async def invited(request: Request) -> Response:
    """Show whose password a one-use link sets, and set it."""
    secret = request.path_params["secret"]
    if request.method != "POST":
        return await run_in_threadpool(_welcome, secret)
    if not is_own_origin(request.headers):
        return await run_in_threadpool(_page, 403, over="Please open the link again and set the password there.")
    async with request.form(max_files=0, max_fields=4) as form:
        password, again = str(form.get("password", "")), str(form.get("again", ""))
    return await run_in_threadpool(_take_up, secret, password, again)


def group_name() -> str:
    """Whose Baton this is; said to everybody who comes to the door."""
    with reading() as db:
        return brand(db).name


def _welcome(secret: str) -> Response:
    try:
        return _page(guest=invitation.guest(secret))
    except NotFound as refusal:
        return _page(404, over=str(refusal))


def _take_up(secret: str, password: str, again: str) -> Response:
    try:
        guest = invitation.guest(secret)
        if password != again:
            raise Lacking({"again": "The two are not the same. Please type both once more."})
        return _page(guest=invitation.take_up(secret, password), done=True)
    except Lacking as lacking:
        return _page(422, guest=guest, wrong=lacking.fields)
    except NotFound as refusal:
        return _page(404, over=str(refusal))


def _page(status: int = 200, **said: object) -> HTMLResponse:
    known = {"over": "", "done": False, "wrong": {}, "guest": None}
    shown = {**known, "shortest": passwords.SHORTEST, "group": group_name(), **said}
    return HTMLResponse(HTML.get_template("invite.html").render(shown), status, PRIVATE)


ROUTES = [
    Route("/auth/session", enter, methods=["POST"]),
    Route("/auth/leave", leave, methods=["POST"]),
    Route("/auth/invite/{secret}", invited, methods=["GET", "POST"]),
]
