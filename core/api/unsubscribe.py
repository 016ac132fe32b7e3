"""One click that ends messages, by RFC 8058: GET shows a page with one button, POST ends them without any cookie."""

from collections.abc import Callable, Mapping
from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import outsider
from core.api.portal_page import address_of, page
from core.errors import NotFound, Refusal
from core.link.purpose import TERMS, Purpose
from core.outsider import Asked
from core.people.guessing import KEEPS_ASKING
from core.sayings import Sayings, liked

HOME = TERMS[Purpose.UNSUBSCRIBE].path


@cache
def worded() -> Mapping[str, Sayings]:
    """The words of the page by language."""
    return Sayings.read("unsubscribe-page.yaml")


async def looked(request: Request) -> Response:
    """GET /stop/{token}: what would end. Whoever follows every link in a mail stops nobody's messages."""
    return await run_in_threadpool(_answered, request, outsider.asked)


async def stopped(request: Request) -> Response:
    """POST /stop/{token}: from a mail program's own button or from the page; what is posted says nothing more."""
    return await run_in_threadpool(_answered, request, outsider.unsubscribe)


async def again(request: Request) -> Response:
    """POST /stop/{token}/again: it was a mistake."""
    return await run_in_threadpool(_answered, request, outsider.resubscribe, "again")


async def lost(request: Request) -> Response:
    """GET /stop/: where a link leads that is none."""
    return await run_in_threadpool(_refused, request, NotFound())


def _answered(request: Request, does: Callable[[str, str], Asked], part: str = "") -> Response:
    token = request.path_params["token"]
    try:
        asked = does(token, address_of(request))
    except Refusal as refusal:
        return _refused(request, refusal)
    part = part or ("over" if asked.over else "ask")
    return _page(asked.language, part, here=f"{HOME}{token}", asked=asked)


def _refused(request: Request, refusal: Refusal) -> Response:
    haste = str(refusal) == KEEPS_ASKING
    why, status = ("haste", 429) if haste else ("unknown", 404) if isinstance(refusal, NotFound) else ("over", 410)
    code = liked(request.headers.get("accept-language", ""), worded())
    answer = _page(code, "closed", status, why=worded()[code].say("closed", why))
    if haste:
        answer.headers["Retry-After"] = "60"
    return answer


def _page(code: str, part: str, status: int = 200, /, **shown: object) -> Response:
    say = worded().get(code, worded()["en"])
    return page("unsubscribe.html", status, say=say, lang=say.language.tag, part=part, **shown)


ROUTES = [
    Route(HOME, lost),
    Route(f"{HOME}{{token}}", looked, methods=["GET"]),
    Route(f"{HOME}{{token}}", stopped, methods=["POST"]),
    Route(f"{HOME}{{token}}/again", again, methods=["POST"]),
]
