"""Is everything running: the database answers and every job was about lately."""

from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from core import clock
from core.heartbeat import beats

NO_STORE = {"Cache-Control": "no-store"}


async def health(_request: Request) -> JSONResponse:
    """200 while all is well, 503 when the database or a job is late; says no names and no reasons."""
    told = await run_in_threadpool(state)
    return JSONResponse(told, 200 if told["status"] == "ok" else 503, NO_STORE)


def state() -> dict[str, Any]:
    """The database, and each job with the seconds since its last run ended."""
    try:
        heard = beats()
    except (SQLAlchemyError, OSError):
        return {"status": "late", "database": "late", "jobs": {}}
    now = clock.now()
    jobs = {
        beat.job: {
            "status": "ok" if beat.well(now) else "late",
            "age_s": round((now - (beat.finished_at or beat.started_at)).total_seconds()),
            "every_s": round(beat.every.total_seconds()),
        }
        for beat in heard
    }
    well = jobs and all(beat.well(now) for beat in heard)
    return {"status": "ok" if well else "late", "database": "ok", "jobs": jobs}


ROUTES = [Route("/healthz", health)]
