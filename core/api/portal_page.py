"""A page for people outside: the group's name and colour on one card, without scripts, kept and followed by nobody."""

import re
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from core.api.entrance import HTML
from core.api.gate import LARGEST as FORM
from core.api.gate import is_own_origin
from core.brand import brand
from core.errors import NotAllowed, NotFound, NotNow, Refusal
from core.field import phone_shown
from core.people.guessing import KEEPS_ASKING
from core.work import reading

HTML.filters["phone"] = phone_shown
MOST = 10 * 2**20 + 64 * 2**10
"""Of a form with its file: what a document may have, and room for what is typed."""
LARGEST = "The file is larger than 10 MB."
SAFE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STATUS = {NotFound: 404, NotAllowed: 403, NotNow: 410}


ALONE = "frame-ancestors 'none'"


def page(template: str, status: int = 200, policy: str = ALONE, /, **shown: Any) -> HTMLResponse:
    """The template with the group's name and colour; its one style sheet is all that it may load besides the logo.

    `policy` says who may show it within a page of theirs, and which script it may run if it has one.
    """
    nonce = secrets.token_urlsafe(16)
    with reading() as db:
        group = brand(db)
    told = {"group": group.name, "colour": group.colour, "nonce": nonce} | shown
    loads = f"default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self'; form-action 'self'; base-uri 'none'"
    headers = SAFE | {"Content-Security-Policy": f"{loads}; {policy}"}
    return HTMLResponse(HTML.get_template(template).render(told), status, headers)


def refused(refusal: Refusal, status: int = 0) -> HTMLResponse:
    """The sentence why a link opens nothing, and the other way in."""
    waits = str(refusal) == KEEPS_ASKING
    found = status or (429 if waits else STATUS.get(type(refusal), 409))
    answer = page("closed.html", found, over=str(refusal))
    if waits:
        answer.headers["Retry-After"] = "60"
    return answer


def too_large(request: Request, most: int = MOST) -> bool:
    """Whether a body is longer than a form may be, or does not say how long it is."""
    length = request.headers.get("content-length", "")
    return not re.fullmatch("[0-9]{1,12}", length) or int(length) > most


def address_of(request: Request) -> str:
    """Whence it came."""
    return request.client.host if request.client else ""


async def typed(request: Request, most: int = 4, largest: int = FORM) -> dict[str, str]:
    """So many fields of a form without files; a longer body, or one that another page sent, is not read."""
    if too_large(request, largest) or is_foreign(request):
        return {}
    async with request.form(max_files=0, max_fields=most) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def is_foreign(request: Request) -> bool:
    """Whether a browser says that another page sent this; without a referrer it does not name its own."""
    origin, site = request.headers.get("origin", "null"), request.headers.get("sec-fetch-site", "same-origin")
    return site not in {"same-origin", "none"} or (origin != "null" and not is_own_origin(request.headers))
