"""Text messages by Twilio, which calls back when one has arrived or cannot."""

import base64
import http.client
import json
import ssl
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

from core.channel import Channel
from core.connectors.base import (
    CONFIRM,
    PER_DAY,
    PER_SECOND,
    SITE,
    Carrier,
    Doubtful,
    Field,
    Letter,
    Undeliverable,
    is_this_machine,
)
from core.settings import settings

HOME = "https://api.twilio.com"
VERSION = "2010-04-01"
MOST = 64 * 1024
ANSWERS = {20003, 20404, 20429}
"""Errors that say something about the account and nothing about one number."""
TWILIO = (
    Field("account", "Account SID", "Begins with AC."),
    Field("token", "Auth token", "Checks Twilio’s callbacks too.", secret=True),
)
ADDRESS = Field("address", "Twilio’s address", "Another one only for another region.", needed=False, default=HOME)
LIMITS = (PER_SECOND, PER_DAY)
INCOMING = "incoming"
"""Where Twilio hands over what people text us, under /hooks/twilio/."""
LARGEST = 10 * 2**20
PATIENCE_S = 5.0


class TwilioSms(Carrier):
    """One request for each message over one connection; a break after the request was sent leaves doubt, and the
    callback, which bears our own number for the message, ends it."""

    label = "Twilio SMS"
    about = "Sends text messages through Twilio and hears from it when they have arrived."
    channel = Channel.SMS
    fields: ClassVar[tuple[Field, ...]] = (
        *TWILIO,
        Field("sender", "From", "A number, a sender’s name, or a messaging service (MG…)."),
        CONFIRM,
        *LIMITS,
        SITE,
        ADDRESS,
    )
    repeatable = False
    confirms = True
    lanes = 2
    lease = timedelta(minutes=2)
    patience_s: float = 15
    """How long Twilio may take to answer."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.line: http.client.HTTPConnection | None = None

    @property
    def can_be_answered(self) -> bool:
        """A number can be, and a service of several; a sender that is a name cannot."""
        return self.values["sender"].startswith(("+", "MG"))

    def send(self, letter: Letter) -> str:
        """What Twilio calls it."""
        status, told = self._asked("POST", "/Messages.json", self.form(letter))
        if 200 <= status < 300:
            return str(told.get("sid", ""))[:80]
        if status >= 500 and status != 503:
            raise Doubtful(f"Twilio answered {status} and did not say whether the message leaves.")
        raise _refused(status, told)

    def test(self) -> str:
        """Ask for the account, which costs nothing."""
        try:
            status, told = self._asked("GET", ".json")
        except Doubtful as doubt:
            raise Undeliverable(str(doubt), down=True) from doubt
        finally:
            self.close()
        if status != 200:
            raise _refused(status, told)
        return f"Twilio knows the account “{_plain(told.get('friendly_name', ''))}”: it is {told.get('status', '')}."

    @classmethod
    def hint(cls) -> str:
        """What Twilio has to be told so that answers come in."""
        return f"For answers, enter {settings().public_url}/hooks/twilio/{INCOMING} at Twilio for incoming messages."

    def form(self, letter: Letter) -> dict[str, str]:
        """What is posted for a message."""
        sender = self.values["sender"]
        by = "MessagingServiceSid" if sender.startswith("MG") else "From"
        return {"To": letter.to_address, by: sender, "Body": letter.text, "StatusCallback": callback(letter)}

    def close(self) -> None:
        """Hang up."""
        line, self.line = self.line, None
        if line is not None:
            line.close()

    def _asked(self, verb: str, path: str, form: Mapping[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        """The answer; before the request is out a break is a passing failure, after it nobody knows."""
        line = self.line or self._connected()
        where = f"/{VERSION}/Accounts/{quote(self.values['account'], safe='')}{path}"
        try:
            line.request(verb, where, urlencode(form) if form else None, self._headers())
            answer = line.getresponse()
            told = _read(answer.read(MOST))
        except (OSError, http.client.HTTPException) as failure:
            self.close()
            raise Doubtful(f"Twilio was given the message and then {_broke(failure)}.") from None
        if answer.will_close:
            self.close()
        return answer.status, told

    def _connected(self) -> http.client.HTTPConnection:
        line = line_to(self.values.get("address") or HOME, self.patience_s)
        try:
            line.connect()
        except OSError as failure:
            raise Undeliverable(f"Twilio could not be reached: it {_broke(failure)}.", down=True) from None
        self.line = line
        return line

    def _headers(self) -> dict[str, str]:
        user = f"{self.values['account']}:{self.values['token']}".encode()
        return {
            "Authorization": f"Basic {base64.b64encode(user).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "Baton",
        }


def callback(letter: Letter) -> str:
    """Where Twilio tells what became of a message: the address names it, so that even a message whose answer never
    came is known."""
    token, _, home = letter.message_id.partition("@")
    return f"{settings().public_url}/hooks/twilio/{token}/{home}"


def fetched(values: Mapping[str, str], address: str) -> bytes:
    """A picture that somebody sent, from Twilio’s own address and from where that leads; raises Undeliverable."""
    home = values.get("address") or HOME
    if not address.startswith(f"{home}/"):
        raise Undeliverable("it lies at an address that is not Twilio’s.")
    user = base64.b64encode(f"{values['account']}:{values['token']}".encode()).decode()
    status, content, elsewhere = _got(address, {"Authorization": f"Basic {user}"})
    if elsewhere:
        status, content, _ = _got(elsewhere, {})
    if status != 200:
        raise Undeliverable(f"Twilio answered {status}.")
    return content


def _got(address: str, headers: Mapping[str, str]) -> tuple[int, bytes, str]:
    """The status, no more bytes than a document may have and one over, and where it is instead."""
    parts = urlsplit(address)
    try:
        with closing(line_to(address, PATIENCE_S)) as line:
            line.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=dict(headers))
            answer = line.getresponse()
            return answer.status, answer.read(LARGEST + 1), answer.getheader("Location", "")
    except (OSError, ValueError, http.client.HTTPException) as failure:
        raise Undeliverable(f"Twilio {_broke(failure)}.") from None


def line_to(address: str, patience_s: float) -> http.client.HTTPConnection:
    """A connection, encrypted but to this very machine; raises Undeliverable where it would not be."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, parts.port, timeout=patience_s, context=ssl.create_default_context())
    if parts.scheme == "http" and is_this_machine(host):
        return http.client.HTTPConnection(host, parts.port, timeout=patience_s)
    raise Undeliverable("Twilio’s address must begin with https://.", down=True)


def _refused(status: int, told: Mapping[str, Any]) -> Undeliverable:
    """4xx with a code of its own is about this message; the rest is about the account, or passes."""
    code, words = told.get("code"), _plain(told.get("message", ""))
    sentence = f"Twilio answered {status}: {words or 'nothing else'}"
    ours = status in {401, 403, 404, 429} or status >= 500 or code in ANSWERS
    return Undeliverable(sentence, permanent=not ours, down=ours)


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _plain(words: object) -> str:
    return " ".join(str(words).split())[:200]


def _broke(failure: BaseException) -> str:
    return "kept silent" if isinstance(failure, TimeoutError) else "refused or broke off the connection"
