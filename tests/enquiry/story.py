"""Short ways to a public form and to whoever fills it in, over HTTP as a browser does it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from typing import Any

from starlette.testclient import TestClient

from core import enquiry
from core.enquiry import BITS, Audience, NewForm
from tests.cast import Cast

PATIENT = {
    "given_name": "Iris",
    "family_name": "O'Brien",
    "phone": "07700 900123",
    "email": "iris@example.org",
    "agree_phone": "on",
    "agree_email": "on",
    "specialty": "implant",
    "reason": "I would like to replace a tooth that I lost last year.",
}
PRACTICE = {
    "referrer": "Elm Tree Dental Practice",
    "referrer_clinician": "Dr Shah",
    "sender_address": "elm@example.org",
    "given_name": "Tom",
    "family_name": "Ng",
    "born_on": "1961-04-23",
    "urgency": "soon",
    "reason": "Please assess for root canal treatment of 36.",
    "may_share": "on",
}


def opened(cast: Cast, audience: Audience = Audience.PATIENT, specialty: str = "", **how: Any) -> int:
    """A form at Leeds that anybody may send."""
    return enquiry.set_form(cast.mia, cast.leeds, audience, specialty, 0, NewForm(**{"open": True} | how))


def worked(nonce: str, bits: int = BITS) -> str:
    """What the script of the page finds, and nothing else does for free."""
    for number in count():
        digest = hashlib.sha256(f"{nonce}:{number}".encode()).digest()
        if int.from_bytes(digest[:4]) >> (32 - bits) == 0:
            return str(number)
    raise AssertionError


@dataclass(slots=True)
class Page:
    """A page of a form as a browser has it."""

    web: TestClient
    path: str
    status: int
    text: str
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def hidden(self) -> dict[str, str]:
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.text)
        return {name: unescape(value) for name, value in found}

    @property
    def nonce(self) -> str:
        return re.search(r'data-nonce="(\w+)"', self.text)[1]

    @property
    def wrong(self) -> dict[str, str]:
        found = re.findall(r'<p class="wrong" id="wrong-([^"]+)">([^<]*)</p>', self.text)
        return {name: unescape(said) for name, said in found}

    def send(self, typed: dict[str, str], files: Any = (), *, proven: bool = True, **more: Any) -> "Page":
        """Press Send; what comes back, after any redirect."""
        proof = {"proof": self.hidden["proof"] or worked(self.nonce)} if proven else {}
        data = self.hidden | typed | proof | more
        answer = self.web.post(self.path, data=data, files=list(files) or [("paper-other", ("", b""))])
        return Page(self.web, self.path, answer.status_code, answer.text)

    @property
    def receipt(self) -> str:
        found = re.search(r'class="reference">([^<]+)<', self.text)
        return found[1] if found else ""


def visit(web: TestClient, path: str) -> Page:
    answer = web.get(path)
    return Page(web, path, answer.status_code, answer.text)


__all__ = ["PATIENT", "PRACTICE", "Iterator", "Page", "opened", "visit", "worked"]
