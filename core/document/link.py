"""Signed links: which document, for whom, and until when; anything else that comes along as one is refused."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer

from core import clock
from core.access import Actor
from core.errors import NotFound, NotNow
from core.settings import settings

GOOD_FOR = timedelta(minutes=5)
STEP = timedelta(minutes=1)
"""Ends are whole minutes, so that a page drawn again within one has the same links and nothing is fetched twice."""
PATH = "/file/"


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says once its signature is found good."""

    document_id: int
    small: bool


def signed(actor: Actor, document_id: int, *, small: bool = False) -> str:
    """The address of a document for the actor alone, for up to five minutes."""
    seconds = int(clock.now().timestamp() // STEP.total_seconds() * STEP.total_seconds() + GOOD_FOR.total_seconds())
    return PATH + _seal().dumps([document_id, actor.account_id, seconds, int(small)])


def read(actor: Actor, token: str) -> Link:
    """What the link says; refused when it is forged, another person's, or over."""
    try:
        document_id, account_id, seconds, small = _seal().loads(token)
    except (BadData, ValueError, TypeError):
        raise NotFound("There is no such document at your sites.") from None
    if account_id is None or account_id != actor.account_id:
        raise NotFound("There is no such document at your sites.")
    if datetime.fromtimestamp(seconds, UTC) < clock.now():
        raise NotNow("This link was good for five minutes. Open the document again from its page.")
    return Link(document_id, bool(small))


def _seal() -> URLSafeSerializer:
    """A salt of its own: no other signature of this key is a link."""
    key = settings().secret_key.get_secret_value()
    return URLSafeSerializer(key, salt="document", signer_kwargs={"digest_method": sha256})
