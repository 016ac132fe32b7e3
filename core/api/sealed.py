"""What goes out with a page and comes back signed: forms bound to their link, and whom a browser belongs to."""

import secrets
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from core import clock
from core.errors import NotNow
from core.outsider import Form, Guest
from core.settings import settings

GOOD_FOR = 24 * 60 * 60
STALE = "This form was open for too long, or was not opened here. Nothing was sent: look at it again and send it now."


def sealed(salt: str, *told: Any) -> str:
    """Signed with the moment; a salt of its own for each use: no other signature of this key is such a one."""
    return _seal(salt).dumps([int(clock.now().timestamp()), *told])


def unsealed(salt: str, seal: str, good_for: int) -> list[Any] | None:
    """What was told, if it was signed here for this use and so many seconds have not passed."""
    try:
        made, *told = _seal(salt).loads(seal)
        return told if clock.now().timestamp() - made < good_for else None
    except (BadData, TypeError, ValueError):
        return None


def sealed_form(guest: Guest, deed: str, version: int) -> str:
    """What goes into a form and comes back with it: bound to the link, good for a day, different each time."""
    return sealed("portal-form", guest.link_id, _about(guest), deed, version, secrets.token_hex(8))


def unsealed_form(guest: Guest, deed: str, seal: str) -> Form:
    """The form that was sent; refused when it was not made for this link and this deed."""
    told = unsealed("portal-form", seal, GOOD_FOR) or []
    if told[:3] != [guest.link_id, _about(guest), deed]:
        raise NotNow(STALE)
    return Form(*told)


def _about(guest: Guest) -> int:
    return guest.actor.outside.referral_id if guest.actor.outside else 0


def _seal(salt: str) -> URLSafeSerializer:
    key = settings().secret_key.get_secret_value()
    return URLSafeSerializer(key, salt=salt, signer_kwargs={"digest_method": sha256})
