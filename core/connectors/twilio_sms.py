"""Text messages by Twilio, which calls back when one has arrived or cannot."""

import base64
import http.client
import ipaddress
import json
import ssl
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

from core.channel import Channel
from core.connectors.base import CONFIRM, PER_DAY, PER_SECOND, Carrier, Doubtful, Field, Letter, Undeliverable
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
        parts = urlsplit(self.values.get("address") or HOME)
        host = parts.hostname or ""
        if parts.scheme == "https":
            line: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, parts.port, timeout=self.patience_s, context=ssl.create_default_context()
            )
        elif parts.scheme == "http" and _is_this_machine(host):
            line = http.client.HTTPConnection(host, parts.port, timeout=self.patience_s)
        else:
            raise Undeliverable("Twilio’s address must begin with https://.", down=True)
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


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
