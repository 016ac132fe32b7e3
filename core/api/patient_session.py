"""Who said who they are on a patient's page: a cookie for that one link, over half an hour after it was last used.

Nothing of it is kept here. It stands for no more than the link does: one that was withdrawn opens nothing, nor does one
whose referral is another patient's by now.
"""

from starlette.requests import Request
from starlette.responses import Response

from core.api import cookie
from core.api.sealed import sealed, unsealed
from core.outsider import Caller

GOOD_FOR = 30 * 60
SALT = "patient-page"


def name() -> str:
    """SameSite is Lax, because the way here leads from a mail."""
    return "__Secure-baton-patient" if cookie.is_secure() else "baton-patient"


def give(answer: Response, place: str, caller: Caller, language: str) -> None:
    """From now on for half an hour: to this page alone, and to no other of the same telephone."""
    told = sealed(SALT, caller.link.id, caller.patient_id, language)
    answer.set_cookie(name(), told, path=place, secure=cookie.is_secure(), httponly=True, samesite="lax")


def take_back(answer: Response, place: str) -> None:
    """Remove it from this telephone."""
    answer.delete_cookie(name(), path=place, secure=cookie.is_secure(), httponly=True, samesite="lax")


def language_of(request: Request, caller: Caller) -> str | None:
    """The language that was chosen, if it was this link's patient who said who they are; else none."""
    told = unsealed(SALT, request.cookies.get(name(), ""), GOOD_FOR) or []
    return str(told[2]) if told[:2] == [caller.link.id, caller.patient_id] else None
