"""Where carriers call: what became of a message, and what people text us. Signed, and closed while none is set up."""

from collections.abc import Callable
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import carrier
from core.connectors.twilio_sms import INCOMING

LARGEST = 64 * 1024
NO_STORE = {"Cache-Control": "no-store"}


Heard = Callable[[str, list[tuple[str, str]], str], bool]


async def twilio(request: Request) -> Response:
    """What became of a message."""
    return await _answered(request, carrier.heard)


async def texted(request: Request) -> Response:
    """What somebody wrote."""
    return await _answered(request, carrier.texted)


async def _answered(request: Request, heard: Heard) -> Response:
    """204 for what Twilio signed, whether or not it is new; 403 for everything else."""
    body = await _body(request)
    if body is None:
        return Response(status_code=413, headers=NO_STORE)
    form = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    signature = request.headers.get("x-twilio-signature", "")
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    ours = await run_in_threadpool(heard, asked, form, signature)
    return Response(status_code=204 if ours else 403, headers=NO_STORE)


async def _body(request: Request) -> bytes | None:
    """All of it; None where it is longer than any callback."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return body


ROUTES = [
    Route(f"/hooks/twilio/{INCOMING}", texted, methods=["POST"]),
    Route("/hooks/twilio/{token}/{home}", twilio, methods=["POST"]),
]
