"""Public forms as pages: for patients who ask and practices who refer, on any phone, without a session or a script."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from core import document, enquiry
from core.access import Actor
from core.api.entrance import group_name
from core.api.gate import viewer_of
from core.api.portal_page import address_of, page
from core.api.posted import Broken, Posted, TooLarge, TooSlow, posted
from core.directory import Specialty
from core.document import Taken
from core.enquiry import Audience, Begun, Form, Sent, Words
from core.errors import Lacking, NotFound, NotNow, Refusal
from core.field import phone_shown

SCRIPT = (Path(__file__).parent / "html" / "proof.js").read_text(encoding="utf-8")
SIGNED = f"'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'"
TYPES = {"line": "text", "tel": "tel", "mail": "email", "day": "date", "number": "text"}
WHOLE = {"area", "tick", "pick", "file"}
"""Questions that have a line for themselves."""
ACCEPTED = ",".join(ending for form in document.FORMS.values() for ending in form.endings)
ODD: Mapping[type[Exception], tuple[int, str]] = {
    TooLarge: (413, "large"),
    TooSlow: (408, "slow"),
    Broken: (400, "broken"),
}
"""What could not even be read: the status, and what is said of it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody at a form: what the address names, from where they come and what they read."""

    audience: Audience
    site: str
    specialty: str
    address: str
    say: Words
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the page: what was typed, the files that are here, and what is wrong."""

    page: Begun
    typed: Mapping[str, str] = field(default_factory=dict)
    files: enquiry.Files = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    over: str = ""
    proof: str = ""
    status: int = 200


async def form(request: Request) -> Response:
    """GET and POST /enquire/SITE/SERVICE and /refer-to/SITE/SERVICE; without a service it is chosen on the page."""
    visit = await _visit(request)
    try:
        if request.method != "POST":
            return await run_in_threadpool(_asked, visit)
        try:
            given = await posted(request, enquiry.MOST_FILES)
        except tuple(ODD) as odd:
            status, said = ODD[type(odd)]
            return await run_in_threadpool(_odd, visit, status, said)
        return await run_in_threadpool(_taken, visit, given)
    except NotFound:
        return await run_in_threadpool(_shut, visit.say)


async def sent(request: Request) -> Response:
    """GET /enquired/RECEIPT: what was sent may be looked at again, and is not sent twice by that."""
    say = enquiry.words_for(request.headers.get("accept-language", ""))
    return await run_in_threadpool(_receipt, request.path_params["receipt"], say)


async def _visit(request: Request) -> Visit:
    path = request.path_params
    audience = next(each for each in Audience if request.url.path.startswith(f"/{each.path}/"))
    say = enquiry.words_for(request.headers.get("accept-language", ""))
    address = address_of(request)
    return Visit(audience, path["site"], path.get("service", ""), address, say, await viewer_of(request))


def _asked(visit: Visit) -> Response:
    """The empty page, or the list of services where a practice has to say first what for."""
    found = enquiry.opened(visit.audience, visit.site, visit.specialty, visit.actor)
    if visit.audience is Audience.PRACTICE and not visit.specialty:
        return _services(visit, found)
    return _page(visit, found, Shown(enquiry.begin(found), typed={"urgency": "routine"}))


def _taken(visit: Visit, given: Posted) -> Response:
    found = enquiry.opened(visit.audience, visit.site, visit.specialty)
    typed = {name: text for name, text in given.fields.items() if name not in {"page", "proof", "kept", "drop"}}
    proof = given.fields.get("proof", "")
    came = enquiry.begun(given.fields.get("page", ""))
    if came is None or not came.is_of(found):
        fresh = Shown(enquiry.begin(found), typed, over=visit.say.say("page", "stale"), status=422)
        return _page(visit, found, fresh)
    try:
        enquiry.refuse_haste(visit.address, visit.say.say("page", "many"))
    except NotNow as refusal:
        here, _ = enquiry.still_kept(came, given.fields.get("kept", ""))
        return _page(visit, found, Shown(came, typed, here, over=str(refusal), proof=proof, status=429))
    files, wrong = _files(visit.say, came, given)
    if came.over:
        fresh = Shown(enquiry.begin(found), typed, files, over=visit.say.say("page", "stale"), status=422)
        return _page(visit, found, fresh)
    return _sent(visit, found, Shown(came, typed, files, wrong, proof=proof), given.fields.get("homepage", ""))


def _sent(visit: Visit, found: Form, shown: Shown, trap: str) -> Response:
    """Take it, and lead to the receipt; or the page again with everything on it."""
    asked = enquiry.questions_of(found, visit.say)
    whole = Sent(shown.typed, trap, shown.proof)
    try:
        if shown.wrong:
            raise Lacking(dict(shown.wrong))
        receipt = enquiry.send(found, asked, shown.page, whole, shown.files, visit.address, visit.say)
    except Lacking as lacking:
        again = {"wrong": lacking.fields, "status": 422}
        return _page(visit, found, _changed(shown, **again))
    except NotNow as refusal:
        return _page(visit, found, _changed(shown, over=str(refusal), status=429))
    return RedirectResponse(f"/enquired/{enquiry.receipt_of(found, receipt)}", 303, {"Cache-Control": "no-store"})


def _changed(shown: Shown, **more: Any) -> Shown:
    known = {name: getattr(shown, name) for name in Shown.__slots__}
    return Shown(**known | more)


def _files(say: Words, page: Begun, given: Posted) -> tuple[dict[str, list[Taken]], dict[str, str]]:
    """Those that are here already and those that come now, but for what was taken away; what cannot be kept is said."""
    files, gone = enquiry.still_kept(page, given.fields.get("kept", ""))
    wrong = {"paper-other": say.say("page", "again", name=", ".join(gone))} if gone else {}
    dropped = given.several.get("drop", ())
    files = {name: [one for one in several if one.sha256 not in dropped] for name, several in files.items()}
    for name, several in given.files.items():
        for upload in several:
            try:
                if sum(map(len, files.values())) >= enquiry.MOST_FILES:
                    raise Refusal(say.say("page", "large"))
                files.setdefault(name, []).append(document.take_in(upload))
            except Refusal as refusal:
                wrong[name] = f"{upload.name[:80]}: {refusal}"
    return files, wrong


def _page(visit: Visit, found: Form, shown: Shown) -> Response:
    asked = enquiry.questions_of(found, visit.say)
    count = len(shown.wrong)
    summary = visit.say.say("page", "one_wrong" if count == 1 else "some_wrong", count=count)
    words = {
        "form": found,
        "begun": shown.page,
        "service": Specialty(found.specialty).label if found.specialty else "",
        "patient": found.audience is Audience.PATIENT,
        "preview": not found.open,
        "asked": asked,
        "sections": list(enquiry.by_section(asked)),
        "types": TYPES,
        "whole": WHOLE,
        "accepted": ACCEPTED,
        "bits": enquiry.BITS,
        "script": SCRIPT,
        "summary": summary if shown.wrong else "",
        "kept": enquiry.kept(shown.page, shown.files),
        "phone": phone_shown(found.phone) if found.phone else "",
    }
    own = {name: getattr(shown, name) for name in ("typed", "files", "wrong", "over", "proof")}
    return _drawn("enquire.html", visit.say, shown.status, found, **words, **own)


def _services(visit: Visit, found: Form) -> Response:
    """Each with its own page, for each asks for something else."""
    several = [(each.label, f"/{visit.audience.path}/{found.site_code}/{each}") for each in found.choices]
    said = [found.site, *([found.words] if found.words else []), visit.say.say("page", "services")]
    phone = phone_shown(found.phone) if found.phone else ""
    return _drawn(
        "enquired.html", visit.say, 200, found, heading=found.title, sentences=said, services=several, phone=phone
    )


def _receipt(sealed: str, say: Words) -> Response:
    if (known := enquiry.receipt_in(sealed)) is None:
        return _shut(say)
    form_id, specialty, receipt = known
    found = enquiry.sent_from(form_id, specialty)
    by = say.day(receipt.by)
    told = say.say("page", f"sent_{found.audience}", site=found.site, by=by)
    kept = say.say("page", "reference", reference=receipt.reference)
    phone = phone_shown(found.phone) if found.phone else ""
    heading, reference = say.say("page", "sent_title"), receipt.reference
    parts = {"heading": heading, "sentences": [told, kept], "reference": reference, "phone": phone}
    return _drawn("enquired.html", say, 200, found, **parts)


def _odd(visit: Visit, status: int, what: str) -> Response:
    found = enquiry.opened(visit.audience, visit.site, visit.specialty)
    said = {"heading": found.title, "sentences": [visit.say.say("page", what)]}
    return _drawn("enquired.html", visit.say, status, found, **said, phone=phone_shown(found.phone))


def _shut(say: Words) -> Response:
    told = [say.say("page", "shut", group=group_name())]
    return _drawn("enquired.html", say, 404, None, heading=say.say("page", "shut_title"), sentences=told)


def _drawn(template: str, say: Words, status: int, found: Form | None, /, **words: Any) -> Response:
    within = " ".join(found.origins) if found and found.origins else "'none'"
    policy = f"script-src {SIGNED}; frame-ancestors {within}"
    return page(template, status, policy, say=say, lang=say.language.tag, **words)


ROUTES = [
    *(
        Route(f"/{each.path}/{{site}}{service}", form, methods=["GET", "POST"])
        for each in Audience
        for service in ("", "/{service}")
    ),
    Route("/enquired/{receipt}", sent),
]
