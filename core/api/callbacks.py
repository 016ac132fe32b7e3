"""Where carriers say what became of a message: POST /hooks/twilio/…, signed, and closed while no carrier is set up."""

from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import carrier

LARGEST = 64 * 1024
NO_STORE = {"Cache-Control": "no-store"}


async def twilio(request: Request) -> Response:
    """204 for what Twilio signed, whether or not it is new; 403 for everything else."""
    body = await _body(request)
    if body is None:
        return Response(status_code=413, headers=NO_STORE)
    form = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    signature = request.headers.get("x-twilio-signature", "")
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    ours = await run_in_threadpool(carrier.heard, asked, form, signature)
    return Response(status_code=204 if ours else 403, headers=NO_STORE)


async def _body(request: Request) -> bytes | None:
    """All of it; None where it is longer than any callback."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return body


ROUTES = [Route("/hooks/twilio/{token}/{home}", twilio, methods=["POST"])]
