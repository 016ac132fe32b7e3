"""Visits for somebody's own calendar: a private address that calendars read by themselves, without a session."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from core import people, referral
from core.errors import NotFound, NotNow
from core.people.door import LONGEST

MINE = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
SEEN_BEFORE = 304
LATER = f"{LONGEST.seconds}"


async def calendar(request: Request) -> Response:
    """GET /calendar/SECRET.ics: the visits at the sites of whoever the address belongs to."""
    address = request.client.host if request.client else ""
    return await run_in_threadpool(_answer, request, request.path_params["secret"], address)


def _answer(request: Request, secret: str, address: str) -> Response:
    try:
        whose = people.subscriber(secret, address)
    except NotFound as refusal:
        return PlainTextResponse(str(refusal), 404, MINE)
    except NotNow as refusal:
        return PlainTextResponse(str(refusal), 429, MINE | {"Retry-After": LATER})
    found = referral.feed(whose.actor, named=whose.named)
    changed_at = whose.told(found.shape)
    tag = f'"{found.shape[:32]}"'
    headers = {**MINE, "ETag": tag, "Last-Modified": format_datetime(changed_at.astimezone(UTC), usegmt=True)}
    if _has_it(request, tag, changed_at):
        return Response(status_code=SEEN_BEFORE, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="visits.ics"'
    return Response(found.text, headers=headers, media_type="text/calendar")


def _has_it(request: Request, tag: str, changed_at: datetime) -> bool:
    """By RFC 9110 the tag counts alone where there is one."""
    if known := request.headers.get("if-none-match", ""):
        return known.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in known.split(",")}
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except (TypeError, ValueError):
        return False
    return changed_at.replace(microsecond=0) <= (since if since.tzinfo else since.replace(tzinfo=UTC))


ROUTES = [Route("/calendar/{secret}.ics", calendar)]
