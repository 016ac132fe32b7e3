"""Pages of people outside: plain HTML behind a link, where a practice sees its one referral and answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from core import outsider
from core.api.portal_form import beside, fields, filled, paper, read
from core.api.portal_page import LARGEST, SAFE, address_of, page, refused, too_large
from core.api.sealed import sealed_form, unsealed_form
from core.document import Upload
from core.errors import Lacking, NotFound, Refusal
from core.outsider import ADDED, DEEDS, Guest, Stands

NO_PAGE = "There is no such page. Go back and choose again."
GONE = "That is not possible now: the referral has moved on. Below is how it stands."


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody on their page: as whom, where it stands, and what lies before the names of its forms."""

    guest: Guest
    stands: Stands
    base: str

    def may(self, deed: str) -> bool:
        """Whether it can be done now."""
        return deed in ADDED or deed in {step.name for step in self.stands.steps}


Found = Callable[[Request], Visit]


def by_link(request: Request) -> Visit:
    """Whoever holds the token of a link."""
    token = request.path_params["token"]
    guest = outsider.came(token, address_of(request))
    return Visit(guest, outsider.stands(guest.actor), f"/o/{token}")


def routes(path: str, found: Found) -> list[Route]:
    """The page of one referral, found in one way or another, and the form of each thing to do about it."""

    async def shown(request: Request) -> Response:
        return await run_in_threadpool(_answered, request, found, overview)

    async def asked(request: Request) -> Response:
        return await run_in_threadpool(_answered, request, found, lambda visit, _: form(visit, _deed(request)))

    async def sent(request: Request) -> Response:
        """Nothing is read from who may send nothing."""
        visit = await run_in_threadpool(_visit, request, found)
        if not isinstance(visit, Visit):
            return visit
        if too_large(request):
            wrong = {"file": LARGEST}
            return await run_in_threadpool(form, visit, _deed(request), None, wrong)
        typed, upload = await _typed(request)
        return await run_in_threadpool(_done, visit, _deed(request), typed, upload)

    return [
        Route(path, shown),
        Route(f"{path}/{{deed}}", asked, methods=["GET"]),
        Route(f"{path}/{{deed}}", sent, methods=["POST"]),
    ]


def _visit(request: Request, found: Found) -> Visit | Response:
    try:
        return found(request)
    except Refusal as refusal:
        return refused(refusal)


def _answered(request: Request, found: Found, answer: Callable[[Visit, Request], Response]) -> Response:
    """What whoever comes may have, or the sentence why not."""
    visit = _visit(request, found)
    return answer(visit, request) if isinstance(visit, Visit) else visit


def _deed(request: Request) -> str:
    return str(request.path_params["deed"])


def overview(visit: Visit, request: Request | None = None, *, said: str = "", status: int = 200) -> Response:
    """The page itself; what was done a moment ago is said on top."""
    done = DEEDS.get(request.query_params.get("told", "")) if request else None
    version = visit.stands.now.version
    seals = {step.name: sealed_form(visit.guest, step.name, version) for step in visit.stands.steps if not step.needs}
    shown = {"visit": visit, "stands": visit.stands, "deeds": DEEDS, "seals": seals, "wrong": said}
    return page("outsider.html", status, done=done.done if done else "", **shown)


def form(
    visit: Visit,
    deed: str,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    said: str = "",
) -> Response:
    """The form of a deed, fresh or as it was sent with what is wrong."""
    if deed not in DEEDS:
        return refused(NotFound(NO_PAGE))
    if not visit.may(deed):
        return overview(visit, said=said or GONE, status=409)
    asked = fields(visit.guest.actor, visit.stands, deed)
    shown = filled(asked, typed or {}, wrong or {})
    told = " ".join(part for part in (said, beside(asked, wrong or {})) if part)
    seal = sealed_form(visit.guest, deed, visit.stands.now.version)
    status = 422 if wrong else 409 if said else 200
    return page(
        "deed.html", status, visit=visit, stands=visit.stands, deed=DEEDS[deed], fields=shown, seal=seal, wrong=told
    )


def _done(visit: Visit, deed: str, typed: Mapping[str, str], upload: Upload | None) -> Response:
    try:
        sent = unsealed_form(visit.guest, deed, typed.get("seal", ""))
        given = read(typed, visit.stands.zone)
        outsider.answer(visit.guest.actor, sent, given, upload, paper(typed))
    except Lacking as lacking:
        return form(_afresh(visit), deed, typed, lacking.fields)
    except Refusal as refusal:
        return form(_afresh(visit), deed, typed, said=str(refusal))
    return RedirectResponse(f"{visit.base}?told={deed}", 303, SAFE)


def _afresh(visit: Visit) -> Visit:
    """As it stands by now: whoever is refused because somebody was quicker sees what that one did."""
    return replace(visit, stands=outsider.stands(visit.guest.actor))


async def _typed(request: Request) -> tuple[dict[str, str], Upload | None]:
    """The fields that came, and the file if one was chosen."""
    async with request.form(max_files=1, max_fields=20) as form:
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            return typed, None
        return typed, Upload(file.filename, await file.read())


ROUTES = routes("/o/{token}", by_link)
