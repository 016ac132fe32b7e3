"""What a page carries signed: when it was made, the files that are here already, and the receipt."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from core import clock
from core.document import FORMS, Scan, Taken, stands
from core.enquiry.model import Form, Receipt
from core.settings import settings

GOOD_FOR = timedelta(hours=12)
"""Shorter than files without a record are kept."""
Files = Mapping[str, Sequence[Taken]]
"""What was chosen for each question that asks for files."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A page of a form: which it is, and since when it is open."""

    nonce: str
    form_id: int
    specialty: str
    made_at: datetime

    @property
    def over(self) -> bool:
        """Whether it is too old to be sent."""
        return clock.now() - self.made_at > GOOD_FOR

    def is_of(self, form: Form) -> bool:
        """Whether it was made for this form and no other."""
        return (self.form_id, self.specialty) == (form.id, form.specialty)

    @property
    def token(self) -> str:
        """As the page carries it."""
        return _seal("page").dumps([self.nonce, self.form_id, self.specialty, int(self.made_at.timestamp())])


def begin(form: Form) -> Begun:
    """A fresh page."""
    return Begun(secrets.token_hex(16), form.id or 0, form.specialty, clock.now().replace(microsecond=0))


def begun(token: str) -> Begun | None:
    """The page that this came from; None where nobody made it."""
    try:
        nonce, form_id, specialty, made = _seal("page").loads(token)
        return Begun(str(nonce), int(form_id), str(specialty), datetime.fromtimestamp(made, UTC))
    except (BadData, ValueError, TypeError):
        return None


def kept(page: Begun, files: Files) -> str:
    """The files that are here already, so that nobody has to choose them again; good for this page alone."""
    listed = [
        [name, one.name, one.sha256, one.size, one.form.media_type, one.scan]
        for name, several in files.items()
        for one in several
    ]
    return _seal(f"files:{page.nonce}").dumps(listed) if listed else ""


def still_kept(page: Begun, sealed: str) -> tuple[dict[str, list[Taken]], list[str]]:
    """The same read back, and the names of those that are gone meanwhile."""
    found: dict[str, list[Taken]] = {}
    gone: list[str] = []
    for name, called, hashed, size, media_type, scan in _listed(page, sealed):
        if stands(hashed):
            found.setdefault(name, []).append(Taken(called, hashed, size, FORMS[media_type], Scan(scan)))
        else:
            gone.append(called)
    return found, gone


def _listed(page: Begun, sealed: str) -> list[Any]:
    try:
        return list(_seal(f"files:{page.nonce}").loads(sealed)) if sealed else []
    except (BadData, ValueError, TypeError):
        return []


def receipt_of(form: Form, receipt: Receipt) -> str:
    """Of what was sent, for its own page: it may be loaded again and sends nothing twice."""
    return _seal("receipt").dumps([form.id, form.specialty, receipt.reference, receipt.by.isoformat()])


def receipt_in(sealed: str) -> tuple[int, str, Receipt] | None:
    """The form, its service and the receipt; None where nobody made it."""
    try:
        form_id, specialty, reference, by = _seal("receipt").loads(sealed)
        return int(form_id), str(specialty), Receipt(str(reference), date.fromisoformat(by))
    except (BadData, ValueError, TypeError):
        return None


def _seal(what: str) -> URLSafeSerializer:
    """A salt for each: nothing that was signed for one is good as another."""
    key = settings().secret_key.get_secret_value()
    return URLSafeSerializer(key, salt=f"enquiry:{what}", signer_kwargs={"digest_method": sha256})
